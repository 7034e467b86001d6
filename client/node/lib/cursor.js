// Where a watch stands: puts commits together that were cut, and remembers what to resume after.
import { clone, create } from "@bufbuild/protobuf";
import { durationMs } from "@bufbuild/protobuf/wkt";
import { WatchChangesRequestSchema, WatchChangesResponseSchema } from "../gen/pledge/v1/watch_service_pb.js";

/** @typedef {import("../gen/pledge/v1/watch_service_pb.js").WatchChangesResponse} WatchChangesResponse */

const DEFAULT_INTERVAL_MS = 10_000; // WatchChangesRequest.checkpoint_interval
const SHORTEST_TIMEOUT_MS = 1000;
const MISSED_HEARTBEATS = 3;

export class WatchCursor {
  /** @type {import("../gen/pledge/v1/watch_service_pb.js").Change[]} */
  #changes = [];
  #initialComplete = false;

  /**
   * @param {import("@bufbuild/protobuf").MessageInitShape<typeof WatchChangesRequestSchema>} request
   * @param {number | undefined} heartbeatTimeoutMs
   */
  constructor(request, heartbeatTimeoutMs) {
    this.request = clone(WatchChangesRequestSchema, create(WatchChangesRequestSchema, request));
    const interval = this.request.checkpointInterval;
    const intervalMs = (interval && durationMs(interval)) || DEFAULT_INTERVAL_MS;
    this.heartbeatTimeoutMs = heartbeatTimeoutMs ?? Math.max(SHORTEST_TIMEOUT_MS, MISSED_HEARTBEATS * intervalMs);
  }

  /** The request of a new stream; half a commit of the old one is forgotten. */
  restart() {
    this.#changes = [];
    this.#initialComplete = false;
    return this.request;
  }

  /**
   * Whole commits, or undefined while one goes on in the next message.
   * @param {WatchChangesResponse} message
   * @returns {WatchChangesResponse | undefined}
   */
  take(message) {
    this.#changes = this.#changes.concat(message.changes);
    this.#initialComplete ||= message.initialComplete;
    if (message.continues) return undefined;
    const whole = Object.assign(create(WatchChangesResponseSchema), message, {
      changes: this.#changes,
      initialComplete: this.#initialComplete,
    });
    this.#changes = [];
    this.#initialComplete = false;
    this.request.resumeToken = whole.resumeToken || this.request.resumeToken;
    return whole;
  }
}
