// Bulk ingest through a durable session: each item is stored or refused exactly once, through cut streams, restarts of
// the server and, when called again with the same session and items, restarts of the caller.
import { IngestService } from "../gen/pledge/v1/ingest_service_pb.js";
import { Attempts, silent } from "./attempts.js";
import { clientOn } from "./connection.js";
import { PledgeError } from "./errors.js";
import { StreamReader } from "./reader.js";
import { Sender } from "./sender.js";
import { Source } from "./source.js";
import { openBidiStream, stub } from "./stub.js";
import { firstOf } from "./waiting.js";
import { IngestWindow } from "./window.js";

/** @typedef {import("@bufbuild/protobuf").MessageInitShape<
 *   typeof import("../gen/pledge/v1/ingest_service_pb.js").IngestItemSchema>} Item */
/** @typedef {Iterable<Item> | AsyncIterable<Item>} Items */
/**
 * @typedef {object} IngestOptions
 * @property {(progress: import("./window.js").Progress) => void} [progress] called after each acknowledgement and at
 *   each cut
 * @property {number} [stallTimeoutMs] a stream that owes answers and is silent for so long counts as cut; default: a
 *   minute
 * @property {number} [giveUpAfterMs] without a new result for so long the cause of the last cut is thrown, and a later
 *   run may go on; default: two minutes
 * @property {AbortSignal} [signal] ends the run, which is safe at any moment: its reason is thrown
 */

const CALL_TIMEOUT_MS = 30_000;

/**
 * Sends the items and gives the final result of each, in their order.
 *
 * Items are pulled as the server gives credit; their sequences are numbered here. Items that an earlier run with this
 * session has sent are pulled and passed over: the same items in the same order, or the server refuses them. A refused
 * item is a result with outcome REJECTED and its status, and nothing is thrown. Thrown as a PledgeError is what forbids
 * to go on, such as SESSION_FENCED (another process feeds the session). Leaving the loop ends the run and is safe.
 *
 * @param {import("@grpc/grpc-js").Channel} channel
 * @param {string} collection
 * @param {string} sessionId
 * @param {Items} items
 * @param {IngestOptions} [options]
 * @returns {AsyncGenerator<import("../gen/pledge/v1/ingest_service_pb.js").IngestResult, void>}
 */
export async function* ingest(channel, collection, sessionId, items, options = {}) {
  const { progress, giveUpAfterMs = 120_000, signal } = options;
  const parent = `collections/${collection}`;
  const sessions = stub(channel, IngestService);
  const window = new IngestWindow(`${parent}/ingestSessions/${sessionId}`);
  const attempts = new Attempts(giveUpAfterMs);
  const source = new Source(items);
  try {
    for (;;) {
      try {
        await sessions.createIngestSession({ parent, ingestSessionId: sessionId }, { timeoutMs: CALL_TIMEOUT_MS, signal });
        for await (const result of attachment(channel, window, source, attempts, options)) {
          attempts.progressed();
          yield result;
        }
        return;
      } catch (error) {
        signal?.throwIfAborted();
        const delayMs = attempts.delayAfter(error);
        progress?.({ ...window.progress, inFlight: 0, cut: /** @type {PledgeError} */ (error) });
        await firstOf({}, delayMs, signal);
      }
    }
  } finally {
    source.close();
  }
}

/**
 * One stream. Returns when all items have their results; throws why it ended before.
 * @param {import("@grpc/grpc-js").Channel} channel
 * @param {IngestWindow} window
 * @param {Source<Item>} source
 * @param {Attempts} attempts
 * @param {IngestOptions} options
 */
async function* attachment(channel, window, source, attempts, { progress, stallTimeoutMs = 60_000, signal }) {
  const call = openBidiStream(clientOn(channel), IngestService.method.streamIngest);
  const reader = new StreamReader(call);
  const sender = new Sender(call);
  try {
    sender.writeAll([window.open()]);
    for (;;) {
      if (window.closes) sender.end();
      if (!window.awaitsAnswer) attempts.progressed();
      const limit = window.awaitsAnswer ? stallTimeoutMs : undefined;
      const first = await firstOf(awaited(reader, sender, window, source), limit, signal);
      if (first === "late") throw silent();
      if (first === "room") continue;
      if (first === "item") {
        sender.writeAll(window.add(await source.take()));
        continue;
      }
      const answer = await reader.take();
      if (!answer) return window.checkEnd();
      sender.writeAll(window.take(answer));
      if (progress && answer.message.case === "ack") progress(window.progress);
      yield* window.due();
    }
  } finally {
    reader.close();
  }
}

/**
 * What the stream goes on with: an answer, room in gRPC's buffer, the next item.
 * @param {StreamReader<any>} reader
 * @param {Sender} sender
 * @param {IngestWindow} window
 * @param {Source<Item>} source
 * @returns {Partial<Record<"answer" | "room" | "item", Promise<unknown>>>}
 */
function awaited(reader, sender, window, source) {
  const answer = reader.arrived;
  if (!window.hasRoom) return { answer };
  return sender.hasRoom ? { answer, item: source.arrived } : { answer, room: sender.drained };
}
