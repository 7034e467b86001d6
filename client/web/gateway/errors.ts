// Errors on their way from the server to a caller over HTTP.
import { fromBinary, type Registry } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";

type Details = ConnectError["details"];

// Makes a new error of what the server said. The old one carries the headers of the gRPC answer, which
// would replace those of ours. Details whose type is known are readable in JSON answers ("debug").
export function rebuildError(error: unknown, registry: Registry): ConnectError {
  const from = ConnectError.from(error);
  const rebuilt = new ConnectError(from.rawMessage, from.code);
  rebuilt.details = from.details.map((detail) => readable(detail, registry));
  return rebuilt;
}

function readable(detail: Details[number], registry: Registry): Details[number] {
  if (!("type" in detail)) return detail;
  const schema = registry.getMessage(detail.type);
  if (!schema) return detail;
  try {
    // A message is a valid init shape of itself; the types cannot say so for a schema known at run time.
    return { desc: schema, value: fromBinary(schema, detail.value) as never };
  } catch {
    return detail;
  }
}

// An error that the gateway itself finds, with a reason of the server's table.
export function errorWithReason(
  registry: Registry,
  code: Code,
  reason: string,
  message: string,
  metadata: Record<string, string> = {},
): ConnectError {
  const schema = registry.getMessage("google.rpc.ErrorInfo");
  const details = schema
    ? [{ desc: schema, value: { reason, domain: "pledge", metadata } as never }]
    : undefined;
  return new ConnectError(message, code, undefined, details);
}
