import { UsageError } from "../../model/errors.js";

/** Wrong use of a gate's expression, with the expression and a caret under the offending character. */
export class GateError extends UsageError {
  /** `at` counts UTF-16 units from 0. */
  constructor(problem: string, text: string, at: number) {
    super(`${problem}\n  ${text}\n  ${" ".repeat(at)}^`);
  }
}
