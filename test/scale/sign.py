"""Signs a GET of each URL as Amazon's own library does: sign.py DATE TOKEN URL..., one signature a line."""

import datetime
import sys
from unittest import mock

from botocore import auth, awsrequest, credentials

moment, token, *urls = sys.argv[1:]
now = datetime.datetime.fromisoformat(moment)
for url in urls:
    request = awsrequest.AWSRequest("GET", url)
    signer = auth.S3SigV4Auth(credentials.Credentials("id", "se'cret", token), "s3", "eu-west-1")
    with mock.patch.object(auth, "get_current_datetime", lambda: now):
        signer.add_auth(request)
    print(request.headers["Authorization"].rpartition("=")[2])
