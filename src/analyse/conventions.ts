import type { Conventions } from "../model/audit.js";
import { ANSWER_TOOLS } from "../model/names.js";
import type { MethodOptions, ToolConfig } from "../model/options.js";
import { clusterThreshold } from "./batch-matching.js";

/** The options in force as every report prints them: values resolved, default lists included. */
export function conventionsOf(options: MethodOptions): Conventions {
  return {
    estimator: options.estimator,
    theta: options.theta,
    alphaMin: options.alphaMin,
    beta: options.beta,
    clusterThreshold: clusterThreshold(options),
    textMetric: options.textMetric,
    scope: options.scope,
    parallelCalls: options.parallelCalls,
    ddof: options.ddof,
    eps: options.eps,
    singleton: options.singleton,
    successField: options.successField,
    successThreshold: options.successThreshold,
    excludeTools: options.includeTools.length > 0 ? [] : [...new Set([...ANSWER_TOOLS, ...options.excludeTools])],
    includeTools: [...options.includeTools],
    seed: options.seed,
    replicates: options.replicates,
    clamp: options.clamp,
    useSupport: options.useSupport,
    contrast: options.contrast,
    support: options.support,
    tools: Object.fromEntries([...options.tools].map(([tool, config]) => [tool, toolConventions(config)])),
  };
}

function toolConventions(config: ToolConfig): Conventions {
  return {
    ...(config.transfer === undefined ? {} : { transfer: config.transfer }),
    ignore: [...config.ignore],
    identity: [...config.identity],
    kinds: Object.fromEntries(config.kinds),
    weights: Object.fromEntries(config.weights),
  };
}
