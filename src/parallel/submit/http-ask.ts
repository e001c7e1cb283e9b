import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";

export interface HttpReply {
  readonly status: number;
  readonly text: string;
}

/**
 * One HTTP request. Not `fetch`: its `Sec-Fetch-Mode` header makes Ray's dashboard take it for a browser, which may not
 * submit jobs.
 * Rejects where no answer comes within `timeout` milliseconds.
 */
export function httpAsk(method: string, url: URL, body: string | null, timeout: number): Promise<HttpReply> {
  const request = url.protocol === "https:" ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const headers =
      body === null ? {} : { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(body) };
    const sent = request(url, { method, headers, timeout, agent: false }, (reply) => {
      let text = "";
      reply.setEncoding("utf8");
      reply.on("data", (piece: string) => {
        text += piece;
      });
      reply.on("error", reject).on("end", () => resolve({ status: reply.statusCode ?? 0, text }));
    });
    sent.on("timeout", () => sent.destroy(new Error(`no answer within ${timeout / 1000} s`)));
    sent.on("error", reject).end(body ?? undefined);
  });
}
