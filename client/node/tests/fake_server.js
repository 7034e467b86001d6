// A server that behaves as each test says, and the answers it gives.
import { create, toBinary } from "@bufbuild/protobuf";
import { anyPack } from "@bufbuild/protobuf/wkt";
import grpc from "@grpc/grpc-js";
import { serviceDefinition } from "pledge-client";
import { IngestOutcome, IngestService, WatchService } from "pledge-client/v1";
import { ErrorInfoSchema, RetryInfoSchema } from "../gen/google/rpc/error_details_pb.js";
import { StatusSchema } from "../gen/google/rpc/status_pb.js";

const SESSION = "collections/c/ingestSessions/s";

export function status(code, reason, retryNanos = 0) {
  const details = [anyPack(ErrorInfoSchema, create(ErrorInfoSchema, { reason, domain: "pledge" }))];
  if (retryNanos) details.push(anyPack(RetryInfoSchema, create(RetryInfoSchema, { retryDelay: { nanos: retryNanos } })));
  return create(StatusSchema, { code, message: "as the test says", details });
}

/** An error to be thrown by a script, with the details of a status when it has a reason. */
export function failure(code, reason) {
  const metadata = new grpc.Metadata();
  if (reason) metadata.set("grpc-status-details-bin", Buffer.from(toBinary(StatusSchema, status(code, reason))));
  return Object.assign(new Error("as the test says"), { code, details: "as the test says", metadata });
}

export function opened(durable = 0, maxItems = 4) {
  const session = { name: SESSION, durableSequence: BigInt(durable) };
  const value = { session, credit: { maxItems, maxBytes: 64n << 20n }, maxChunkBytes: 1 << 20 };
  return { message: { case: "opened", value } };
}

export function ack(durable, ...results) {
  return { message: { case: "ack", value: { durableSequence: BigInt(durable), results } } };
}

export function result(sequence, outcome = IngestOutcome.CREATED, cause) {
  return { sequence: BigInt(sequence), outcome, status: cause };
}

/** Answers every item at once. */
export function good(durable = 0) {
  return async function* (items) {
    yield opened(durable);
    let last = durable;
    for await (const { sequence } of items) yield ack((last = Math.max(last, Number(sequence))), result(sequence));
  };
}

/** Says nothing, until the client leaves. */
export async function* silent(requests, left) {
  await left;
}

/** Each stream is served by the next of the scripts, an async generator function of (requests, left). */
export class FakeServer {
  #scripts;
  #server = new grpc.Server();
  seen = []; // sequences or resume tokens, an entry for each stream
  chunks = []; // pieces of documents, as they came

  constructor(...scripts) {
    this.#scripts = scripts;
    this.#server.addService(serviceDefinition(IngestService), {
      createIngestSession: (call, answer) => answer(null, {}),
      streamIngest: (call) => this.#serve(call, this.#items(call)),
    });
    this.#server.addService(serviceDefinition(WatchService), {
      watchChanges: (call) => {
        this.seen.push(call.request.resumeToken);
        void this.#serve(call, call.request);
      },
    });
  }

  /** The address, HOST:PORT. */
  start() {
    return new Promise((resolve, reject) => {
      this.#server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) =>
        error ? reject(error) : resolve(`127.0.0.1:${port}`),
      );
    });
  }

  stop() {
    this.#server.forceShutdown();
  }

  async *#items(call) {
    const seen = [];
    this.seen.push(seen);
    // The end of what the client sends is not the end of the call.
    for await (const { message } of call.iterator({ destroyOnReturn: false })) {
      if (message.case === "chunk") this.chunks.push(message.value);
      if (message.case !== "item") continue;
      seen.push(Number(message.value.sequence));
      yield message.value;
    }
  }

  async #serve(call, requests) {
    const left = new Promise((resolve) => call.on("cancelled", resolve));
    const script = this.#scripts.shift();
    try {
      if (!script) throw failure(grpc.status.FAILED_PRECONDITION, "MORE_STREAMS_THAN_FORESEEN");
      for await (const answer of script(requests, left)) call.write(answer);
      // As the real server, ends when the client has closed its side.
      if (Symbol.asyncIterator in requests) for await (const ignored of requests) void ignored;
      call.end();
    } catch (error) {
      call.emit("error", error);
    }
  }
}
