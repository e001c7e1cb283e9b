import { InputError, UsageError } from "../../model/errors.js";
import { httpAsk } from "./http-ask.js";

/** Where a job of Ray stands. */
export const RAY_STATES = ["PENDING", "RUNNING", "STOPPED", "SUCCEEDED", "FAILED"] as const;
export type RayState = (typeof RAY_STATES)[number];

export interface RayJob {
  readonly id: string;
  readonly state: RayState;
  readonly message: string;
  /** Exit code of the entrypoint, once it has ended by itself. */
  readonly exitCode: number | null;
  readonly metadata: Readonly<Record<string, string>>;
}

/** A job to submit. */
export interface RayEntry {
  readonly id: string;
  /** A line for a POSIX shell. */
  readonly entrypoint: string;
  readonly cpus: number;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Longest answer waited for, in milliseconds. */
const TIMEOUT = 30_000;

/**
 * The Jobs REST API of a Ray cluster's dashboard (`/api/jobs/`; docs.ray.io, "Ray Jobs REST API").
 * Every method throws InputError where the cluster cannot be reached or refuses.
 */
export class RayClient {
  private readonly base: URL;

  /** @throws UsageError where the address is none. */
  constructor(readonly address: string) {
    if (!/^https?:\/\//i.test(address) || !URL.canParse(address)) {
      throw new UsageError(`--address ${address}: expected the dashboard's URL, such as http://head:8265`);
    }
    this.base = new URL("api/jobs/", address.endsWith("/") ? address : `${address}/`);
  }

  async submit({ id, entrypoint, cpus, metadata }: RayEntry): Promise<void> {
    await this.ask("POST", "", { submission_id: id, entrypoint, entrypoint_num_cpus: cpus, metadata });
  }

  async job(id: string): Promise<RayJob> {
    return readJob(await this.ask("GET", encodeURIComponent(id)));
  }

  /** All jobs that were submitted through the API. */
  async jobs(): Promise<RayJob[]> {
    const list = await this.ask("GET", "");
    return (Array.isArray(list) ? list : []).map(readJob).filter(({ id }) => id !== "");
  }

  async logs(id: string): Promise<string> {
    return textOf(await this.ask("GET", `${encodeURIComponent(id)}/logs`), "logs");
  }

  async stop(id: string): Promise<void> {
    await this.ask("POST", `${encodeURIComponent(id)}/stop`);
  }

  /** Forgets a job that has ended. */
  async remove(id: string): Promise<void> {
    await this.ask("DELETE", encodeURIComponent(id));
  }

  private async ask(method: string, path: string, body?: object): Promise<unknown> {
    const url = new URL(path, this.base);
    const { status, text } = await httpAsk(method, url, body ? JSON.stringify(body) : null, TIMEOUT).catch(
      (error: unknown) => {
        const why = error instanceof Error ? error.message : String(error);
        throw new InputError(`${this.address}: no answer from Ray's dashboard: ${why}`);
      },
    );
    if (status >= 300)
      throw new InputError(`${this.address}: Ray refused ${method} ${url.pathname}: ${status} ${text}`);
    try {
      return text === "" ? null : JSON.parse(text);
    } catch {
      throw new InputError(`${this.address}: not Ray's dashboard: its answer is no JSON`);
    }
  }
}

function readJob(value: unknown): RayJob {
  const state = RAY_STATES.find((name) => name === textOf(value, "status")) ?? "PENDING";
  const exitCode = memberOf(value, "driver_exit_code");
  const metadata = memberOf(value, "metadata");
  return {
    id: textOf(value, "submission_id"),
    state,
    message: textOf(value, "message"),
    exitCode: typeof exitCode === "number" ? exitCode : null,
    metadata: typeof metadata === "object" && metadata !== null ? (metadata as Record<string, string>) : {},
  };
}

function textOf(value: unknown, key: string): string {
  const member = memberOf(value, key);
  return typeof member === "string" ? member : "";
}

function memberOf(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<string, unknown>)[key];
}
