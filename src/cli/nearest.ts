export { nearest, suggestion } from "../report/nearest.js";
