// Answers of the gateway's own paths, in the form that Connect gives to JSON callers.
import { type JsonValue } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import { codeToHttpStatus, errorToJson } from "@connectrpc/connect/protocol-connect";

// What both kinds of HTTP give to answer with.
interface Response {
  readonly headersSent: boolean;
  readonly destroyed: boolean;
  writeHead(status: number, headers: Record<string, string | number>): unknown;
  end(body: Buffer): unknown;
}

export function sendJson(response: Response, status: number, value: JsonValue): void {
  if (response.headersSent || response.destroyed) return;
  const body = Buffer.from(JSON.stringify(value));
  response.writeHead(status, {
    "content-type": "application/json",
    "content-length": body.length,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  });
  response.end(body);
}

export function sendError(response: Response, error: unknown): void {
  const from = ConnectError.from(error, Code.Internal);
  sendJson(response, codeToHttpStatus(from.code), errorToJson(from, undefined));
}
