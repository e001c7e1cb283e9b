import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What a test may have a server do besides. */
export interface Behaviour {
  /** Connections break after this many bytes. */
  readonly breakAfter?: number;
  /** Answers these statuses first, one a request. */
  readonly statuses?: number[];
  /** Ignores `Range`, as simple servers do. */
  readonly noRanges?: boolean;
  /** Other bytes from the second request on. */
  readonly later?: Buffer;
  /** Leads there. */
  readonly redirect?: string;
}

export interface ObjectServer {
  readonly url: string;
  /** `METHOD path range` of all requests, and their other headers. */
  readonly requests: { readonly line: string; readonly headers: IncomingMessage["headers"] }[];
  close(): Promise<void>;
}

/** A plain HTTP server on the loopback with one object under every path. */
export async function serveObject(bytes: Buffer, how: Behaviour = {}): Promise<ObjectServer> {
  const requests: ObjectServer["requests"] = [];
  const server = createServer((request, response) => {
    const { method = "", url = "", headers } = request;
    requests.push({ line: [method, url, headers.range ?? ""].join(" ").trim(), headers });
    const status = how.statuses?.shift();
    if (status !== undefined) response.writeHead(status).end("no");
    else if (how.redirect !== undefined) response.writeHead(302, { location: how.redirect }).end();
    else send(response, how.later && requests.length > 1 ? how.later : bytes, how, request);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(() => done()));
    },
  };
}

function send(response: ServerResponse, bytes: Buffer, how: Behaviour, { method, headers }: IncomingMessage): void {
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(how.noRanges ? "" : (headers.range ?? "")) ?? [];
  const [start, end] = from === undefined ? [0, bytes.length] : [Number(from), to ? Number(to) + 1 : bytes.length];
  const part = bytes.subarray(start, end);
  const etag = `"${createHash("sha256").update(bytes).digest("hex").slice(0, 16)}"`;
  const ranges = from === undefined ? {} : { "content-range": `bytes ${start}-${end - 1}/${bytes.length}` };
  response.writeHead(from === undefined ? 200 : 206, { etag, "content-length": part.length, ...ranges });
  if (method === "HEAD") response.end();
  else if (how.breakAfter === undefined || part.length <= how.breakAfter) response.end(part);
  else response.write(part.subarray(0, how.breakAfter), () => response.destroy());
}
