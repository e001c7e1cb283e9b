import type { TextMetric } from "../model/names.js";
import type { ToolConfig } from "../model/options.js";
import { type CompiledCall, compileCall } from "./compile.js";
import { Interner } from "./interner.js";
import { callSimilarity } from "./similarity.js";

/** Compiles calls under one metric and configuration; equal calls share one compiled form, as long as this lives. */
export class CallCompiler {
  private readonly interner = new Interner();
  private readonly compiled = new Map<string, Map<string, CompiledCall>>();
  private count = 0;

  constructor(
    readonly metric: TextMetric,
    private readonly tools: ReadonlyMap<string, ToolConfig>,
  ) {}

  compile(tool: string, args: string): CompiledCall {
    let calls = this.compiled.get(tool);
    if (calls === undefined) {
      calls = new Map();
      this.compiled.set(tool, calls);
    }
    let call = calls.get(args);
    if (call === undefined) {
      call = compileCall(args, this.tools.get(tool), this.metric, this.interner);
      calls.set(args, call);
      this.count++;
    }
    return call;
  }

  /** Distinct calls compiled. */
  get size(): number {
    return this.count;
  }

  similarity(a: CompiledCall, b: CompiledCall): number {
    return callSimilarity(a, b, this.metric);
  }
}
