import { afterAll, describe, expect, test } from "vitest";
import { DEFAULT_ACCESS } from "../../../src/model/remote.js";
import { openBytes } from "../../../src/read/byte-source.js";
import { fileStamp } from "../../../src/read/file-stamp.js";
import { type Behaviour, type ObjectServer, serveObject } from "./object-server.js";

const BYTES = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 7919) % 256));
const servers: ObjectServer[] = [];

afterAll(async () => {
  for (const server of servers) await server.close();
});

async function serve(how: Behaviour, bytes = BYTES): Promise<ObjectServer> {
  const server = await serveObject(bytes, how);
  servers.push(server);
  return server;
}

async function readAll(path: string): Promise<Buffer> {
  const source = await openBytes({ path, compression: "none", remote: DEFAULT_ACCESS });
  const pieces: Buffer[] = [];
  for (;;) {
    const piece = Buffer.alloc(50_000);
    const n = await source.read(piece, 7);
    if (n === 0) break;
    pieces.push(piece.subarray(7, 7 + n));
  }
  await source.close();
  return Buffer.concat(pieces);
}

describe("an object's bytes", { timeout: 30_000 }, () => {
  test("are those that the server has", async () => {
    const { url, requests } = await serve({});
    expect((await readAll(`${url}/a`)).equals(BYTES)).toBe(true);
    expect(requests.map(({ line }) => line)).toEqual(["GET /a"]);
  });

  test("broken connections are taken up where they ended", async () => {
    const { url, requests } = await serve({ breakAfter: 100_000 });
    expect((await readAll(`${url}/a`)).equals(BYTES)).toBe(true);
    expect(requests.map(({ line }) => line)).toEqual(["GET /a", "GET /a bytes=100000-", "GET /a bytes=200000-"]);
  });

  test("what may pass is tried again, what is final is not", async () => {
    const busy = await serve({ statuses: [503, 429] });
    expect((await readAll(`${busy.url}/a`)).equals(BYTES)).toBe(true);
    expect(busy.requests).toHaveLength(3);
    for (const [status, says] of [
      [404, /no such object/],
      [403, /may not be read.*AWS_ACCESS_KEY_ID/],
      [418, /answered 418/],
    ] as const) {
      const server = await serve({ statuses: [status] });
      await expect(readAll(`${server.url}/a`)).rejects.toThrow(says);
      expect(server.requests).toHaveLength(1);
    }
  });

  test("a server that stays broken is given up, with its last words", async () => {
    const { url, requests } = await serve({ statuses: [500, 500, 500, 500, 502] });
    await expect(readAll(`${url}/a`)).rejects.toThrow(`${url}/a: cannot be read (the server answered 502)`);
    expect(requests).toHaveLength(5);
  });

  test("of another version, or from a server that cannot go on, are refused", async () => {
    const changed = await serve({ breakAfter: 100_000, later: Buffer.from(BYTES).reverse() });
    await expect(readAll(`${changed.url}/a`)).rejects.toThrow(/changed while it was read/);
    const simple = await serve({ breakAfter: 100_000, noRanges: true });
    await expect(readAll(`${simple.url}/a`)).rejects.toThrow(/broke off at byte 100000/);
  });

  test("redirections are followed, but not for ever", async () => {
    const { url } = await serve({});
    const leads = await serve({ redirect: `${url}/b` });
    expect((await readAll(`${leads.url}/a`)).equals(BYTES)).toBe(true);
    const circle = await serve({ redirect: "/a" });
    await expect(readAll(`${circle.url}/a`)).rejects.toThrow(/redirected more than/);
    const file = await serve({ redirect: "file:///etc/passwd" });
    await expect(readAll(`${file.url}/a`)).rejects.toThrow(/redirected more than/);
  });

  test("their stamp changes with them", async () => {
    const one = await serve({ later: Buffer.from(BYTES).reverse() });
    const file = { path: `${one.url}/a`, remote: DEFAULT_ACCESS };
    expect(await fileStamp(file)).not.toBe(await fileStamp(file));
    expect(await fileStamp(file)).toBe(await fileStamp(file));
  });
});
