// Holds a configuration of Envoy to the messages of its API: every field must be one of them, also inside typed_config.
// usage: node check_envoy.mjs DESCRIPTORS FILE.yaml     DESCRIPTORS: what protoc wrote of the API, imports included
import { readFileSync } from "node:fs";
import { createFileRegistry, fromBinary, fromJson } from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import { parse } from "yaml";

const BOOTSTRAP = "envoy.config.bootstrap.v3.Bootstrap";
const [descriptors, file] = process.argv.slice(2);
const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, readFileSync(descriptors)));

// That a key nobody knows is refused, at the top and inside an Any.
function mustRefuse(config) {
  try {
    fromJson(registry.getMessage(BOOTSTRAP), config, { registry });
  } catch {
    return;
  }
  throw new Error("the check takes keys that Envoy does not know");
}

const config = parse(readFileSync(file, "utf8"));
fromJson(registry.getMessage(BOOTSTRAP), config, { registry });
mustRefuse({ ...config, statik_resources: {} });
const wrong = structuredClone(config);
wrong.static_resources.listeners[0].filter_chains[0].filters[0].typed_config.stat_prefiks = "x";
mustRefuse(wrong);
console.log(`${file}: every field is one of Envoy's API`);
