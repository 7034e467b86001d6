// That check_manifests.mjs can fail: each manifest here has one fault, and must be refused because of it.
// usage: node self_test.mjs
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));
const pod = (extra) => ({
  apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "x" },
  spec: {
    selector: { matchLabels: { a: "b" } },
    template: { metadata: { labels: { a: "b" } }, spec: { containers: [{ name: "c", image: "i", ...extra }] } },
  },
});
const CASES = [
  ["a key nobody knows, deep inside", pod({ readinessProb: {} }), /readinessProb/],
  ["text for a number", pod({ ports: [{ containerPort: "http" }] }), /containerPort|number|integer/],
  ["no selector", { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "x" }, spec: { template: {} } }, /selector/],
  ["a word that is not one of a list",
    { apiVersion: "security.istio.io/v1", kind: "PeerAuthentication", metadata: { name: "x" }, spec: { mtls: { mode: "STRIKT" } } },
    /STRIKT|mode/],
  ["a key that Linkerd's policy has not",
    { apiVersion: "policy.linkerd.io/v1beta3", kind: "Server", metadata: { name: "x" },
      spec: { podSelector: { matchLabels: {} }, port: "grpc", proxyProtokol: "gRPC" } }, /proxyProtokol/],
  ["a kind without a schema", { apiVersion: "example.dev/v1", kind: "Thing", metadata: { name: "x" } }, /no schema/],
];

const folder = mkdtempSync(join(tmpdir(), "manifests-"));
let failed = 0;
function check(name, manifest, expected) {
  const file = join(folder, "case.yaml");
  writeFileSync(file, JSON.stringify(manifest));
  const run = spawnSync(process.execPath, [join(HERE, "check_manifests.mjs"), file], { encoding: "utf8" });
  const good = expected === null ? run.status === 0 : run.status === 1 && expected.test(run.stderr);
  if (!good) {
    failed++;
    console.error(`${name}: exit code ${run.status}: ${run.stderr || run.stdout}`);
  }
}
check("a good one", pod({}), null);
for (const [name, manifest, expected] of CASES) check(name, manifest, expected);
rmSync(folder, { recursive: true });
if (failed === 0) console.log(`the check of manifests refuses ${CASES.length} of ${CASES.length} faulty ones`);
process.exitCode = failed === 0 ? 0 : 1;
