import { QUOTE } from "../../json/bytes.js";
import type { Condenser } from "../../match/condense.js";
import type { DigestedObservations } from "../../match/digested-observations.js";
import { answerTokens } from "../../match/final-answer.js";
import type { CompactRollout } from "../../model/compact.js";
import type { Id } from "../../model/id.js";
import type { JsonValue } from "../../model/json.js";
import type { InputFile } from "../../model/record.js";
import { batchFromPath } from "../../normalise/batch-from-path.js";
import { finiteNumber, idValue } from "../../normalise/check-scalars.js";
import type { Dialect } from "../../normalise/dialect.js";
import { isFault } from "../../normalise/fault.js";
import { trueAdvantages } from "../../normalise/finish.js";
import type { NormaliseOptions } from "../../normalise/options.js";
import { bitRuns } from "../../read/bit-runs.js";
import { stringOf } from "../../read/json-string.js";
import { parseBytes } from "../../read/parse-bytes.js";
import { type Member, TopLevelScanner } from "../../read/top-level.js";
import { wantedFields } from "../read-rollouts.js";
import { ConversationReader } from "./conversation-reader.js";

/** Where a record of the tool's own format holds what is read here; any other wanted field is for the general way. */
const FIELDS = [
  "batch",
  "group",
  "rollout",
  "reward",
  "advantage",
  "messages",
  "response_mask",
  "true_advantages",
] as const;
type Field = (typeof FIELDS)[number];

/** Whether records of a file can be read directly: the tool's own, with nothing asked of them but what an audit needs. */
export function readsDirectly(dialect: Dialect, { log, need, successField, tokenize }: NormaliseOptions): boolean {
  const named = [...log.groupBy, log.batchBy, log.reward, successField, ...log.map.values()];
  return (
    dialect.name === "tapo" &&
    need.tokens &&
    !need.advantages &&
    !need.logprobs &&
    tokenize === undefined &&
    named.every((name) => name === null)
  );
}

/**
 * Reads records in bytes straight into what matching needs, where the general way makes values of everything: the
 * same rollouts, several times faster. It knows the usual shape only, and gives null for any other record and any that
 * something is wrong with: those are read the general way, which is the judge.
 */
export class DirectReader {
  readonly #scanner: TopLevelScanner;
  readonly #conversation: ConversationReader;
  /** By the scanner's keys. */
  readonly #fieldOf: readonly (Field | null)[];
  readonly #found = new Map<Field, Member>();
  readonly #batchOfFile: Id;
  /** Whether a value of the record at hand was no JSON. */
  #broken = false;

  constructor(
    private readonly file: InputFile,
    dialect: Dialect,
    options: NormaliseOptions,
    private readonly condenser: Condenser,
    observations: DigestedObservations,
  ) {
    const fields = wantedFields(dialect, options.log, options, options.need) ?? [];
    this.#scanner = new TopLevelScanner(fields);
    this.#fieldOf = fields.map((name) => FIELDS.find((field) => field === name) ?? null);
    this.#conversation = new ConversationReader(condenser, observations, file.format);
    this.#batchOfFile = dialect.stepInFileName ? batchFromPath(file.path) : null;
  }

  read(bytes: Buffer, start: number, end: number, row: number): CompactRollout | null {
    this.#broken = false;
    if (!this.#scanner.scan(bytes, start, end) || !this.#sort(bytes)) return null;
    const head = this.#head(bytes);
    const messages = this.#found.get("messages");
    if (head === null || messages === undefined) return null;
    const conversation = this.#conversation;
    if (!conversation.read(bytes, messages.valueStart, messages.end)) return null;
    const { turns } = conversation;
    const mask = this.#found.get("response_mask");
    const bits = mask === undefined ? null : bitRuns(bytes, mask.valueStart, mask.end);
    if (mask !== undefined && bits?.runs.length !== turns.turns) return null;
    const truth = this.#truth(bytes, turns.turns);
    const loggedAdvantage = this.#advantage(bytes);
    if (truth === undefined || this.#broken) return null;
    return {
      place: { file: this.file.index, row, item: 0 },
      ...head,
      promptHash: conversation.promptHash,
      promptTruthHash: null,
      fileKey: null,
      successful: head.reward >= this.condenser.successThreshold,
      turns: turns.compact(bits?.runs ?? null, truth),
      loggedAdvantage,
      tokenCount: bits?.length ?? null,
      answer: answerTokens(turns.lastAnswer(), conversation.lastText(bytes)),
    };
  }

  /** Members by field; false where one stands twice, or is not for here. Nulls are left out: they are missing values. */
  #sort(bytes: Buffer): boolean {
    this.#found.clear();
    const scanner = this.#scanner;
    for (let i = 0; i < scanner.count; i++) {
      const member = scanner.members[i];
      if (member === undefined) continue;
      if (isNull(bytes, member)) continue;
      const field = this.#fieldOf[member.key] ?? null;
      if (field === null || this.#found.has(field)) return false;
      this.#found.set(field, member);
    }
    return true;
  }

  #head(bytes: Buffer): Pick<CompactRollout, "batch" | "group" | "id" | "reward"> | null {
    const batch = this.#found.has("batch") ? this.#id(bytes, "batch") : this.#batchOfFile;
    const id = this.#found.has("rollout") ? this.#id(bytes, "rollout") : null;
    const group = this.#id(bytes, "group");
    const reward = finiteNumber({ value: this.#value(bytes, "reward"), field: "" }, "");
    if (batch === undefined || group === undefined || id === undefined || isFault(reward)) return null;
    return { batch, group, id, reward };
  }

  /** Groups are checked against it; a faulty one is no fault here, where nothing is computed of it. */
  #advantage(bytes: Buffer): number | null {
    if (!this.#found.has("advantage")) return null;
    const checked = finiteNumber({ value: this.#value(bytes, "advantage"), field: "" }, "");
    return isFault(checked) ? null : checked;
  }

  #id(bytes: Buffer, field: Field): Id | undefined {
    const id = idValue({ value: this.#value(bytes, field), field }, "");
    return isFault(id) ? undefined : id;
  }

  /** Null where the record has none; undefined where something is wrong with them. */
  #truth(bytes: Buffer, turns: number): readonly number[] | null | undefined {
    if (!this.#found.has("true_advantages")) return null;
    const truth = trueAdvantages({ value: this.#value(bytes, "true_advantages"), field: "" }, turns);
    return isFault(truth) ? undefined : (truth ?? undefined);
  }

  /** Undefined where the record has none, or it is no JSON. */
  #value(bytes: Buffer, field: Field): JsonValue | undefined {
    const member = this.#found.get(field);
    if (member === undefined) return undefined;
    const { valueStart, end } = member;
    if (bytes[valueStart] === QUOTE) {
      const text = stringOf(bytes, valueStart, end);
      if (text !== null) return text;
    }
    try {
      return parseBytes(bytes, valueStart, end);
    } catch {
      this.#broken = true;
      return undefined;
    }
  }
}

function isNull(bytes: Buffer, { valueStart, end }: Member): boolean {
  return end - valueStart === 4 && bytes[valueStart] === 110 && bytes.toString("latin1", valueStart, end) === "null";
}
