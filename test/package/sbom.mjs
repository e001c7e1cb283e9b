/**
 * Prints a bill of materials of what is installed with the package (CycloneDX). npm makes it of the lockfile; what is
 * only for development is taken out here, for `npm sbom --omit=dev` also leaves out what is for both.
 */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

const root = new URL("../../", import.meta.url);
const { name, version } = JSON.parse(readFileSync(new URL("package.json", root), "utf8"));
const args = ["sbom", "--package-lock-only", "--sbom-format", "cyclonedx", "--sbom-type", "application"];
const bill = JSON.parse(
  execFileSync("npm", args, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"], maxBuffer: 1 << 28 }),
);

const forDevelopment = ({ properties = [] }) =>
  properties.some((property) => property.name === "cdx:npm:package:development" && property.value === "true");
const components = bill.components.filter((component) => !forDevelopment(component));
const kept = new Set([bill.metadata.component["bom-ref"], ...components.map((component) => component["bom-ref"])]);
const dependencies = bill.dependencies
  .filter(({ ref }) => kept.has(ref))
  .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((other) => kept.has(other)) }));
const component = { ...bill.metadata.component, name, version, purl: `pkg:npm/${name}@${version}` };
process.stdout.write(
  `${JSON.stringify({ ...bill, metadata: { ...bill.metadata, component }, components, dependencies }, null, 2)}\n`,
);
