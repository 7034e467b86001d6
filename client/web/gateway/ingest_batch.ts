// One batch of items through StreamIngest.
import { createHash } from "node:crypto";
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { type CallOptions, type Client, ConnectError, Code } from "@connectrpc/connect";
import {
  IngestOutcome,
  IngestService,
  StreamIngestRequestSchema,
  type IngestItem,
  type IngestResult,
  type StreamIngestRequest,
} from "../gen/pledge/v1/ingest_service_pb.js";

export interface BatchOutcome {
  durableSequence: bigint;
  epoch: bigint;
  // Of this batch, by sequence; those after a RETRY may be missing.
  results: IngestResult[];
  // Why the server asks for less, such as MEMORY; empty when it does not.
  slow: string;
}

// Documents above this go in chunks, well under the largest message.
const CHUNK_ABOVE_BYTES = 1024 * 1024;

// Ends when each item has a result. The stream is closed in any case, so that nothing keeps the session.
export async function feedBatch(
  client: Client<typeof IngestService>,
  session: string,
  items: IngestItem[],
  options: CallOptions,
): Promise<BatchOutcome> {
  const outcome: BatchOutcome = { durableSequence: 0n, epoch: 0n, results: [], slow: "" };
  const results = new Map<bigint, IngestResult>();
  const last = items[items.length - 1]!.sequence;
  let opened = (_chunkBytes: number) => {};
  let finished = () => {};
  const isOpened = new Promise<number>((resolve) => (opened = resolve));
  const isFinished = new Promise<void>((resolve) => (finished = resolve));

  async function* requests(): AsyncIterable<StreamIngestRequest> {
    yield message({ case: "open", value: { ingestSession: session } });
    const chunkBytes = await Promise.race([isOpened, isFinished.then(() => 0)]);
    if (chunkBytes === 0) return;
    for (const item of items) yield* pieces(item, chunkBytes);
    yield message({ case: "flush", value: {} });
    await isFinished;
  }

  try {
    for await (const answer of client.streamIngest(requests(), options)) {
      const { case: kind, value } = answer.message;
      if (kind === "opened") {
        outcome.epoch = value.session?.epoch ?? 0n;
        outcome.durableSequence = value.session?.durableSequence ?? 0n;
        opened(Math.max(value.maxChunkBytes, 1));
      } else if (kind === "ack") {
        outcome.durableSequence = value.durableSequence;
        for (const result of value.results) results.set(result.sequence, result);
      } else if (kind === "credit") {
        outcome.slow = value.reason;
      }
      if (isComplete(items, results, outcome.durableSequence, last)) finished();
    }
  } finally {
    finished();
  }
  outcome.results = [...results.values()].sort((a, b) => (a.sequence < b.sequence ? -1 : 1));
  if (outcome.results.length === 0 && outcome.durableSequence < last) {
    throw new ConnectError("the server closed the stream early", Code.Unavailable);
  }
  return outcome;
}

// After a RETRY the server takes nothing behind it in order, so there is nothing more to wait for.
function isComplete(
  items: IngestItem[],
  results: Map<bigint, IngestResult>,
  durable: bigint,
  last: bigint,
): boolean {
  const retry = [...results.values()].some((result) => result.outcome === IngestOutcome.RETRY);
  return retry || (durable >= last && items.every((item) => results.has(item.sequence)));
}

function* pieces(item: IngestItem, chunkBytes: number): Iterable<StreamIngestRequest> {
  const data = item.content?.data ?? new Uint8Array();
  if (data.length <= CHUNK_ABOVE_BYTES) {
    yield message({ case: "item", value: item });
    return;
  }
  const chunked = {
    totalSize: BigInt(data.length),
    sha256: new Uint8Array(createHash("sha256").update(data).digest()),
    charset: item.content?.charset ?? "",
  };
  const { sequence, documentId, document, ifEtag } = item;
  const announced = { sequence, documentId, ifEtag, chunked, ...(document ? { document } : {}) };
  yield message({ case: "item", value: announced });
  for (let offset = 0; offset < data.length; offset += chunkBytes) {
    const chunk = data.subarray(offset, offset + chunkBytes);
    yield message({
      case: "chunk",
      value: { sequence: item.sequence, offset: BigInt(offset), data: chunk },
    });
  }
}

type Payload = NonNullable<MessageInitShape<typeof StreamIngestRequestSchema>["message"]>;

function message(payload: Payload): StreamIngestRequest {
  return create(StreamIngestRequestSchema, { message: payload });
}
