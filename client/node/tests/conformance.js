// Runs client/conformance/cases.json with the stubs against the server in PLEDGE_SERVER, with TLS when there
// is a PLEDGE_CA.
//
// usage: conformance.js CASES.json [NAME_PART]      exit 0: all hold, 1: some do not, each said
import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { fromJson, toJson } from "@bufbuild/protobuf";
import grpc from "@grpc/grpc-js";
import { PledgeError, connect, detailTypes, stub } from "pledge-client";
import * as v1 from "pledge-client/v1";

const UNIT = "OFFSET_UNIT_UTF16"; // what length and slices of a string count
const DEADLINE_MS = 30_000;
const AS_JSON = { registry: detailTypes };

/** All values that a path such as messages.*.documents.0.name leads to. */
function valuesAt(tree, path) {
  let found = [tree];
  for (const part of path.split(".")) {
    found = found.flatMap((value) => {
      if (Array.isArray(value)) return part === "*" ? value : value.slice(...(part === "last" ? [-1] : [+part, +part + 1]));
      return value !== null && typeof value === "object" && Object.hasOwn(value, part) ? [value[part]] : [];
    });
  }
  return found;
}

/** The value with the words that begin with $ replaced. */
function substitute(value, letters, saved) {
  if (Array.isArray(value)) return value.map((inner) => substitute(inner, letters, saved));
  if (value !== null && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, substitute(inner, letters, saved)]));
  }
  if (typeof value !== "string" || !value.startsWith("$")) return value;
  const [kind, name, number] = value.split(":");
  if (kind === "$letter") return Buffer.from(letters[name].replaceAll("{n}", number)).toString("base64");
  return kind === "$unit" ? UNIT : saved[name];
}

/** Whether the text between the record's offsets is the record's text. */
function slices(record, text) {
  const { start = 0, end } = record.provenance.textRange;
  return text.slice(Number(start), Number(end)) === record.text;
}

const RELATIONS = {
  is: (found, wanted, path) => isDeepStrictEqual(path.includes("*") ? found : (found[0] ?? null), wanted),
  set: (found, wanted) => isDeepStrictEqual([...found].sort(), [...wanted].sort()),
  count: (found, wanted) => found.length === wanted,
  contains: (found, wanted) => found.some((text) => text.includes(wanted)),
  lacks: (found, wanted) => !found.some((text) => text.includes(wanted)),
  slices: (found, wanted, path, result) => {
    const [text] = valuesAt(result, wanted);
    return found.length > 0 && found.every((record) => slices(record, text));
  },
};

function holds(result, [path, relation, wanted]) {
  const found = valuesAt(result, path);
  return RELATIONS[relation](found, wanted, path, result);
}

/** Makes the call; what came back, in the form of README.md. */
async function runStep(channel, step) {
  const [service, name] = step.method.split("/");
  const method = v1[service].methods.find((one) => one.name === name);
  const requests = (step.requests ?? [step.request]).map((request) => fromJson(method.input, request));
  const takesStream = method.methodKind === "client_streaming" || method.methodKind === "bidi_streaming";
  const options = { timeoutMs: step.deadline_ms ?? DEADLINE_MS, metadata: step.metadata };
  const result = { code: "OK", messages: [] };
  try {
    const answers = stub(channel, v1[service])[method.localName](takesStream ? requests : requests[0], options);
    if (!method.methodKind.match(/server|bidi/)) {
      result.messages.push(toJson(method.output, await answers, AS_JSON));
      return result;
    }
    for await (const message of answers) {
      result.messages.push(toJson(method.output, message, AS_JSON));
      if (step.stop_after && valuesAt(result, step.stop_after[0]).length >= step.stop_after[1]) {
        result.code = "CANCELLED";
        break; // cancels the call
      }
    }
  } catch (error) {
    if (!(error instanceof PledgeError)) throw error;
    const { codeName, reason, message, domain, metadata, resource, fields, requestId } = error;
    Object.assign(result, { code: codeName, reason, message, domain, metadata, resource, fields, requestId });
  }
  return result;
}

/** What does not hold, one line each. */
async function runCase(channel, { steps }, letters) {
  const saved = {};
  const faults = [];
  for (const [index, raw] of steps.entries()) {
    const step = substitute(raw, letters, saved);
    const result = await runStep(channel, step);
    for (const check of [["code", "is", step.code ?? "OK"], ...(step.checks ?? [])]) {
      if (holds(result, check)) continue;
      const found = JSON.stringify(valuesAt(result, check[0]));
      faults.push(`step ${index + 1}, ${step.method}: ${JSON.stringify(check)}, but it is ${found} ${result.message ?? ""}`);
    }
    if (faults.length > 0) break;
    for (const [name, path] of Object.entries(step.save ?? {})) [saved[name]] = valuesAt(result, path);
  }
  return faults;
}

/** Those of the files in the environment; undefined for plaintext. */
function credentials() {
  const { PLEDGE_CA, PLEDGE_KEY, PLEDGE_CERTIFICATE } = process.env;
  if (!PLEDGE_CA) return undefined;
  return grpc.credentials.createSsl(...[PLEDGE_CA, PLEDGE_KEY, PLEDGE_CERTIFICATE].map((name) => (name ? readFileSync(name) : null)));
}

const [file, wanted = ""] = process.argv.slice(2);
const { letters, cases } = JSON.parse(readFileSync(file, "utf8"));
const channel = connect(process.env.PLEDGE_SERVER, credentials());
for (const one of cases.filter(({ name }) => name.includes(wanted))) {
  const faults = await runCase(channel, one, letters);
  if (faults.length > 0) process.exitCode = 1;
  console.log(faults.length > 0 ? ["FAILED", one.name, ...faults].join("\n  ") : `ok  ${one.name}`);
}
channel.close();
