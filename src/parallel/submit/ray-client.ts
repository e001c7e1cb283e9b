import { InputError } from "../../model/errors.js";

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
  private readonly base: string;

  constructor(readonly address: string) {
    this.base = `${address.replace(/\/+$/, "")}/api/jobs/`;
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
    const signal = AbortSignal.timeout(TIMEOUT);
    const options = { method, signal, headers: { "Content-Type": "application/json" } };
    const reply = await fetch(this.base + path, body ? { ...options, body: JSON.stringify(body) } : options).catch(
      (error: unknown) => {
        throw new InputError(`${this.address}: no answer from Ray's dashboard: ${reasonOf(error)}`);
      },
    );
    const text = await reply.text();
    if (!reply.ok) throw new InputError(`${this.address}: Ray refused ${method} ${path}: ${reply.status} ${text}`);
    try {
      return JSON.parse(text);
    } catch {
      throw new InputError(`${this.address}: not Ray's dashboard: its answer is no JSON`);
    }
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message || error.message : error.message;
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
