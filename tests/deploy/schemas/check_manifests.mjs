// Holds rendered manifests to the schemas of their kinds: types, required fields and enums as the schemas say, and no key
// that a schema does not know.
// usage: node check_manifests.mjs FILE.yaml...      exit 0: all hold, 1: faults, one a line
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { parseAllDocuments } from "yaml";
import { schemaOf } from "./kinds.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));

function read(file) {
  return parseAllDocuments(readFileSync(file, "utf8"), { uniqueKeys: true }).flatMap((document) => {
    if (document.errors.length > 0) throw new Error(`${file}: ${document.errors[0].message}`);
    const manifest = document.toJS();
    return manifest === null ? [] : [{ file, manifest, where: `${file}: ${manifest.kind} ${manifest.metadata?.name}` }];
  });
}

// One typed constant a manifest: the compiler refuses a key that the type has not, which a schema with open objects would take.
function compile(items) {
  const lines = items.map(({ manifest, schema }, i) =>
    `import type { ${schema.type} as T${i} } from "${schema.module}"; export const m${i}: T${i} = ${JSON.stringify(manifest)};`);
  const name = join(HERE, "manifests.generated.ts");
  const options = {
    strict: true, noEmit: true, skipLibCheck: true, types: [],
    module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler, target: ts.ScriptTarget.ES2022,
  };
  const host = ts.createCompilerHost(options);
  const fromDisk = host.getSourceFile.bind(host);
  host.getSourceFile = (file, ...rest) =>
    file === name ? ts.createSourceFile(name, lines.join("\n"), options.target) : fromDisk(file, ...rest);
  const found = ts.getPreEmitDiagnostics(ts.createProgram([name], options, host));
  return found.map((diagnostic) => {
    const text = ts.flattenDiagnosticMessageText(diagnostic.messageText, " ");
    if (diagnostic.file?.fileName !== name) return `the schemas: ${text}`;
    return `${items[diagnostic.file.getLineAndCharacterOfPosition(diagnostic.start).line].where}: ${text}`;
  });
}

async function validate({ manifest, schema, where }) {
  if (!schema.validates) return [];
  const { [schema.model]: Model } = await import(schema.module);
  try {
    new Model(manifest).validate();
    return [];
  } catch (error) {
    return [`${where}: ${error.message}`];
  }
}

const items = process.argv.slice(2).flatMap(read);
const faults = [];
for (const item of items) {
  try {
    item.schema = schemaOf(item.manifest);
  } catch (error) {
    faults.push(`${item.where}: ${error.message}`);
  }
}
const known = items.filter((item) => item.schema !== undefined);
faults.push(...compile(known), ...(await Promise.all(known.map(validate))).flat());
if (items.length === 0) faults.push("no manifest was read");
for (const fault of faults) console.error(fault);
if (faults.length === 0) console.log(`${items.length} manifests hold to their schemas`);
process.exitCode = faults.length === 0 ? 0 : 1;
