// What the manifests use of Linkerd's policy resources, after its reference of authorization policies.
interface Metadata {
  name: string;
  namespace?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
}

interface Reference {
  group?: string;
  kind: string;
  name: string;
  namespace?: string;
}

export interface IServer {
  apiVersion: "policy.linkerd.io/v1beta3";
  kind: "Server";
  metadata: Metadata;
  spec: {
    accessPolicy?: "deny" | "audit" | "all-authenticated" | "all-unauthenticated" | "cluster-authenticated" | "cluster-unauthenticated";
    podSelector: { matchLabels: Record<string, string> };
    port: number | string;
    proxyProtocol?: "unknown" | "HTTP/1" | "HTTP/2" | "gRPC" | "opaque" | "TLS";
  };
}

export interface IMeshTLSAuthentication {
  apiVersion: "policy.linkerd.io/v1alpha1";
  kind: "MeshTLSAuthentication";
  metadata: Metadata;
  spec: { identities?: string[]; identityRefs?: Reference[] };
}

export interface IAuthorizationPolicy {
  apiVersion: "policy.linkerd.io/v1alpha1";
  kind: "AuthorizationPolicy";
  metadata: Metadata;
  spec: { targetRef: Reference; requiredAuthenticationRefs: Reference[] };
}
