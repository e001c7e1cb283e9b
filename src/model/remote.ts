/** How objects outside the file system are asked for. Made from the environment by the command line. */
export interface RemoteAccess {
  /** Folder with DuckDB's extension httpfs; null for DuckDB's own. */
  readonly extensions: string | null;
  readonly s3: S3Access;
}

/** An S3 service as the variables `AWS_*` describe it. */
export interface S3Access {
  /** Address of another service than Amazon's, such as `http://127.0.0.1:9000`. */
  readonly endpoint: string | null;
  readonly region: string;
  /** Null asks without a signature: for public buckets. */
  readonly credentials: S3Credentials | null;
}

export interface S3Credentials {
  readonly id: string;
  readonly secret: string;
  /** Of temporary credentials. */
  readonly token: string | null;
}

/** Without any setting. */
export const DEFAULT_ACCESS: RemoteAccess = {
  extensions: null,
  s3: { endpoint: null, region: "us-east-1", credentials: null },
};
