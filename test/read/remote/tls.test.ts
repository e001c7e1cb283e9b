import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { tapo, temporaryFolder } from "../../cli/tapo.js";
import { type ObjectServer, serveObject } from "./object-server.js";

const FIXTURE = resolve(import.meta.dirname, "../../../fixtures/search-agent.jsonl");
const folder = temporaryFolder();
const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];

/** A key and a certificate for the loopback, signed by itself; false where there is no openssl. */
function makeCertificate(): boolean {
  const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"];
  const words = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", key, "-out", cert];
  try {
    execFileSync("openssl", [...words, ...subject], { stdio: "pipe" });
    return true;
  } catch {
    return false;
  }
}

const made = makeCertificate();
if (!made) console.log("skipped: no openssl to make a certificate with");

describe.skipIf(!made)("https", { timeout: 60_000 }, () => {
  let server: Server;
  let plain: ObjectServer;
  let url = "";

  beforeAll(async () => {
    plain = await serveObject(readFileSync(FIXTURE));
    server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (request, response) => {
      if (request.url === "/away.jsonl") response.writeHead(302, { location: `${plain.url}/log.jsonl` }).end();
      else response.end(readFileSync(FIXTURE));
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await plain.close();
  });

  const trusting = { env: { NODE_EXTRA_CA_CERTS: cert } };

  test("the same as the file, from a server that is trusted", async () => {
    const remote = await tapo(["audit", `${url}/log.jsonl`, "--json", "--quiet"], trusting);
    const local = await tapo(["audit", FIXTURE, "--json", "--quiet"]);
    expect(remote).toMatchObject({ code: 0, stderr: "" });
    expect(remote.stdout.replaceAll(`${url}/log.jsonl`, FIXTURE)).toBe(local.stdout);
  });

  test("a certificate of nobody's is refused", async () => {
    expect(await tapo(["audit", `${url}/log.jsonl`])).toMatchObject({
      code: 2,
      stdout: "",
      stderr: expect.stringMatching(/cannot be read \(.*certificate/),
    });
  });

  test("no server leads from https to http", async () => {
    expect(await tapo(["audit", `${url}/away.jsonl`], trusting)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("the server leads away from https"),
    });
    expect(plain.requests).toEqual([]);
  });
});
