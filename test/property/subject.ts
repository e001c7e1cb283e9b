/** What is judged: the one place that knows the library's names. */
export { ablateRecords, auditRecords, compareRecords, correctRecords } from "../../src/index.js";
