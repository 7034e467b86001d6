// Where the schema of each kind comes from.
const KUBERNETES = ["v1", "apps/v1", "autoscaling/v2", "batch/v1", "networking.k8s.io/v1", "policy/v1"];
// No package describes the policies of Linkerd: linkerd.d.ts has what we use of them.
const LINKERD = /^policy\.linkerd\.io\//;
const PACKAGES = [
  [/^gateway\.networking\.k8s\.io\//, "@kubernetes-models/gateway-api"],
  [/^[a-z]+\.istio\.io\//, "@kubernetes-models/istio"],
  [/^monitoring\.coreos\.com\//, "@kubernetes-models/prometheus-operator"],
];

// {module, type, validates} of a manifest; throws when nothing here knows its kind.
export function schemaOf(manifest) {
  const { apiVersion, kind } = manifest;
  if (KUBERNETES.includes(apiVersion)) return found(`kubernetes-models/${apiVersion}`, kind, true);
  if (LINKERD.test(apiVersion)) return found("./linkerd", kind, false);
  for (const [pattern, name] of PACKAGES) {
    if (pattern.test(apiVersion)) return found(`${name}/${apiVersion}`, kind, true);
  }
  throw new Error(`no schema for ${kind} of ${apiVersion}`);
}

function found(module, kind, validates) {
  if (!/^[A-Z][A-Za-z]*$/.test(kind ?? "")) throw new Error(`not a kind: ${kind}`);
  return { module, type: `I${kind}`, model: kind, validates };
}
