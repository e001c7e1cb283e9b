import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach } from "vitest";

/** How a job goes: where it stands at each look. The last state stays. */
export type Fate = readonly {
  readonly status: string;
  readonly driver_exit_code?: number;
  readonly message?: string;
}[];

interface FakeJob {
  readonly submission_id: string;
  readonly entrypoint: string;
  readonly entrypoint_num_cpus: number;
  readonly metadata: Record<string, string>;
  fate: Fate;
  looks: number;
}

export const SUCCEEDS: Fate = [
  { status: "PENDING" },
  { status: "RUNNING" },
  { status: "SUCCEEDED", driver_exit_code: 0 },
];
export const RUNS: Fate = [{ status: "RUNNING" }];
export const fails = (driver_exit_code: number, message = "it fell over"): Fate => [
  { status: "RUNNING" },
  { status: "FAILED", driver_exit_code, message },
];

/** Ray's Jobs REST API as far as it is used, in memory, on the loopback. Refuses browsers, as Ray does. */
export class FakeRay {
  readonly jobs = new Map<string, FakeJob>();
  readonly submitted: FakeJob[] = [];
  readonly stopped: string[] = [];
  readonly removed: string[] = [];
  /** Answers to give before any other: broken moments of the dashboard. */
  readonly troubles: number[] = [];
  private server: Server | null = null;
  address = "";

  constructor(
    private readonly fateOf: (job: FakeJob) => Fate,
    private readonly onSuccess: (job: FakeJob) => void = () => {},
  ) {
    afterEach(() => this.server?.close());
  }

  async listen(): Promise<this> {
    this.server = createServer((request, reply) => {
      void this.answer(request).then(([status, body]) => {
        reply.writeHead(status, { "Content-Type": "application/json" });
        reply.end(JSON.stringify(body));
      });
    });
    await new Promise<void>((done) => this.server?.listen(0, "127.0.0.1", done));
    this.address = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return this;
  }

  private async answer(request: IncomingMessage): Promise<[number, unknown]> {
    let text = "";
    for await (const piece of request) text += String(piece);
    if (request.headers["sec-fetch-mode"] !== undefined) return [405, "not allowed for browser traffic"];
    const trouble = this.troubles.shift();
    if (trouble !== undefined) return [trouble, "trouble"];
    const [, id = "", what = ""] = /^\/api\/jobs\/([^/]*)\/?(.*)$/.exec(request.url ?? "") ?? [];
    const job = this.jobs.get(decodeURIComponent(id));
    if (request.method === "POST" && id === "") return this.submit(JSON.parse(text));
    if (request.method === "GET" && id === "") return [200, [...this.jobs.values()].map((one) => shown(one))];
    if (job === undefined) return [404, `no job ${id}`];
    if (request.method === "DELETE") {
      this.removed.push(job.submission_id);
      return [200, { deleted: this.jobs.delete(job.submission_id) }];
    }
    if (what === "logs") return [200, { logs: `first line\nlast words of ${job.submission_id}\n` }];
    if (what === "stop") {
      // like Ray, which cannot stop a job that waits
      if (shown(job).status === "PENDING") return [200, { stopped: false }];
      this.stopped.push(job.submission_id);
      job.fate = [{ status: "STOPPED" }];
      return [200, { stopped: true }];
    }
    job.looks++;
    if (shown(job).status === "SUCCEEDED") this.onSuccess(job);
    return [200, shown(job)];
  }

  private submit(given: Omit<FakeJob, "fate" | "looks">): [number, unknown] {
    const job: FakeJob = { ...given, fate: [], looks: 0 };
    job.fate = this.fateOf(job);
    this.jobs.set(job.submission_id, job);
    this.submitted.push(job);
    return [200, { submission_id: job.submission_id }];
  }

  /** Puts a job there that something else submitted. */
  add(submission_id: string, metadata: Record<string, string>, fate: Fate): void {
    this.jobs.set(submission_id, { submission_id, metadata, fate, entrypoint: "", entrypoint_num_cpus: 1, looks: 0 });
  }
}

function shown(job: FakeJob) {
  const at = job.fate[Math.min(job.looks, job.fate.length) - 1] ?? job.fate[0] ?? { status: "PENDING" };
  return { submission_id: job.submission_id, metadata: job.metadata, message: "", ...at };
}
