// POST /upload/v1/collections/{collection}/ingestSessions/{session}: a batch of items as JSON Lines, for
// browsers and for curl, which cannot stream requests. The batch is fed to StreamIngest; the answer comes
// when every item of it has a durable outcome, or is to be sent again.
import { type IncomingMessage, type ServerResponse } from "node:http";
import { fromJsonString, toJson, type FileRegistry } from "@bufbuild/protobuf";
import { Code, ConnectError, createClient, type Transport } from "@connectrpc/connect";
import { IngestItemSchema, IngestResultSchema, IngestService } from "../gen/pledge/v1/ingest_service_pb.js";
import { type IngestItem } from "../gen/pledge/v1/ingest_service_pb.js";
import { errorWithReason, rebuildError } from "./errors.js";
import { forwardedHeaders } from "./forward.js";
import { feedBatch } from "./ingest_batch.js";
import { sendError, sendJson } from "./json_answer.js";

const PATH = /^\/upload\/v1\/(collections\/[a-z0-9._-]{1,128}\/ingestSessions\/[A-Za-z0-9._-]{1,128})$/;
const MAX_ITEMS = 64;

export class Upload {
  constructor(
    private readonly transport: Transport,
    private readonly registry: FileRegistry,
    private readonly maxBytes: number,
  ) {}

  // Answers the request when the path is one of uploads; false otherwise.
  serve(url: URL, request: IncomingMessage, response: ServerResponse): boolean {
    const match = PATH.exec(url.pathname);
    if (!match) return false;
    this.take(match[1]!, url, request, response).catch((error: unknown) => {
      sendError(response, rebuildError(error, this.registry));
    });
    return true;
  }

  private async take(session: string, url: URL, request: IncomingMessage, response: ServerResponse) {
    if (request.method !== "POST") {
      response.writeHead(405, { allow: "POST" }).end();
      return;
    }
    // Not a type that a form of a foreign page can send.
    if (!/^application\/(jsonl|x-ndjson)\b/.test(request.headers["content-type"] ?? "")) {
      throw this.invalid("content-type must be application/jsonl");
    }
    const items = this.parse(await readBody(request, this.maxBytes));
    const gone = new AbortController();
    response.on("close", () => gone.abort());
    const options = {
      signal: gone.signal,
      headers: forwardedHeaders(new Headers(request.headers as Record<string, string>)),
    };
    const client = createClient(IngestService, this.transport);
    await this.refuseFenced(session, url, (name) => client.getIngestSession({ name }, options));
    const batch = await feedBatch(client, session, items, options);
    sendJson(response, 200, {
      durableSequence: batch.durableSequence.toString(),
      epoch: batch.epoch.toString(),
      results: batch.results.map((r) => toJson(IngestResultSchema, r, { registry: this.registry })),
      ...(batch.slow ? { slow: batch.slow } : {}),
    });
  }

  // A caller that names the epoch of its last batch is told when another has attached since.
  private async refuseFenced(
    session: string,
    url: URL,
    read: (name: string) => Promise<{ session?: { epoch: bigint } | undefined }>,
  ) {
    const epoch = url.searchParams.get("epoch");
    if (epoch === null) return;
    const answer = await read(session);
    if (answer.session && answer.session.epoch.toString() !== epoch) {
      throw errorWithReason(
        this.registry,
        Code.Aborted,
        "SESSION_FENCED",
        "another stream has attached to the session",
        { session },
      );
    }
  }

  private parse(body: Buffer): IngestItem[] {
    const lines = body.toString("utf8").split("\n").filter((line) => line.trim() !== "");
    if (lines.length === 0) throw this.invalid("the batch holds no item");
    if (lines.length > MAX_ITEMS) throw this.invalid(`the batch holds more than ${MAX_ITEMS} items`);
    const items = lines.map((line, index) => {
      try {
        return fromJsonString(IngestItemSchema, line);
      } catch (error) {
        throw this.invalid(`line ${index + 1}: ${error instanceof Error ? error.message : "no item"}`);
      }
    });
    items.forEach((item, index) => {
      if (item.sequence !== items[0]!.sequence + BigInt(index)) {
        throw this.invalid(`line ${index + 1}: sequences must follow each other without gaps`);
      }
      if (!item.content) throw this.invalid(`line ${index + 1}: content is missing`);
    });
    return items;
  }

  private invalid(message: string): ConnectError {
    return errorWithReason(this.registry, Code.InvalidArgument, "FIELD_INVALID", message);
  }
}

async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > maxBytes) {
      throw new ConnectError(`the batch is larger than ${maxBytes} bytes`, Code.ResourceExhausted);
    }
    parts.push(part);
  }
  return Buffer.concat(parts);
}
