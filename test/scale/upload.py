"""Makes a bucket and puts files into it: upload.py ENDPOINT BUCKET KEYS.json, which holds {key: path}."""

import json
import sys

import boto3

endpoint, bucket, keys = sys.argv[1:]
client = boto3.client(
    "s3", endpoint_url=endpoint, region_name="us-east-1", aws_access_key_id="id", aws_secret_access_key="secret"
)
client.create_bucket(Bucket=bucket)
with open(keys, encoding="utf-8") as file:
    for key, path in json.load(file).items():
        client.upload_file(path, bucket, key)
