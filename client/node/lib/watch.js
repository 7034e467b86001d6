// Follows changes through cuts: none is missed, none is given twice.
import { WatchService } from "../gen/pledge/v1/watch_service_pb.js";
import { Attempts, ended, silent } from "./attempts.js";
import { clientOn } from "./connection.js";
import { WatchCursor } from "./cursor.js";
import { StreamReader } from "./reader.js";
import { openServerStream } from "./stub.js";
import { firstOf } from "./waiting.js";

/**
 * @typedef {object} WatchOptions
 * @property {number} [heartbeatTimeoutMs] a stream silent for so long counts as cut; default: three checkpoint
 *   intervals
 * @property {number} [giveUpAfterMs] without a message for so long the cause of the last cut is thrown; default: two
 *   minutes
 * @property {AbortSignal} [signal] ends the watch: its reason is thrown
 */

/**
 * Gives messages without end, each with whole commits; those without changes tell that all is well.
 *
 * Keep the resumeToken of the last message that was dealt with: a request with it goes on behind that message. What
 * forbids to go on, such as HISTORY_TRIMMED, is thrown as a PledgeError. When the server closes as planned, the stream
 * is opened again at once. Leaving the loop ends the watch.
 *
 * @param {import("@grpc/grpc-js").Channel} channel
 * @param {import("@bufbuild/protobuf").MessageInitShape<
 *   typeof import("../gen/pledge/v1/watch_service_pb.js").WatchChangesRequestSchema>} request
 * @param {WatchOptions} [options]
 * @returns {AsyncGenerator<import("../gen/pledge/v1/watch_service_pb.js").WatchChangesResponse, never>}
 */
export async function* watch(channel, request, { heartbeatTimeoutMs, giveUpAfterMs = 120_000, signal } = {}) {
  const client = clientOn(channel);
  const cursor = new WatchCursor(request, heartbeatTimeoutMs);
  const attempts = new Attempts(giveUpAfterMs);
  for (;;) {
    try {
      for await (const message of stream(client, cursor, signal)) {
        attempts.progressed();
        yield message;
      }
    } catch (error) {
      await firstOf({}, attempts.delayAfter(error), signal);
    }
  }
}

/**
 * One stream. Returns at a planned close; throws any other end.
 * @param {import("@grpc/grpc-js").Client} client
 * @param {WatchCursor} cursor
 * @param {AbortSignal | undefined} signal
 */
async function* stream(client, cursor, signal) {
  const reader = new StreamReader(openServerStream(client, WatchService.method.watchChanges, cursor.restart()));
  try {
    for (;;) {
      const first = await firstOf({ message: reader.arrived }, cursor.heartbeatTimeoutMs, signal);
      if (first === "late") throw silent();
      const message = await reader.take();
      if (!message) throw ended();
      const whole = cursor.take(message);
      if (whole) yield whole;
      if (message.closingIn && !message.continues) return;
    }
  } finally {
    reader.close();
  }
}
