// When a cut call is tried again, and after how long. Shared by ingest and watch.
import grpc from "@grpc/grpc-js";
import { PledgeError } from "./errors.js";

const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 5000;

/** The server owes an answer and says nothing. */
export function silent() {
  return new PledgeError(grpc.status.UNAVAILABLE, "the server does not answer");
}

/** The server has ended a stream in order, before there was nothing left to say. */
export function ended() {
  return new PledgeError(grpc.status.UNAVAILABLE, "the server ended the stream");
}

/** Growing delays that vary by a fifth, so that clients cut together do not come back together. */
export class Attempts {
  #giveUpAfterMs;
  #nextDelayMs = FIRST_DELAY_MS;
  /** @type {number | undefined} */
  #failingSince;

  /** @param {number} giveUpAfterMs */
  constructor(giveUpAfterMs) {
    this.#giveUpAfterMs = giveUpAfterMs;
  }

  progressed() {
    this.#failingSince = undefined;
    this.#nextDelayMs = FIRST_DELAY_MS;
  }

  /**
   * Milliseconds to wait before the next attempt. Throws the error when there is to be none.
   * @param {unknown} error
   */
  delayAfter(error) {
    if (!(error instanceof PledgeError)) throw error;
    const isResumable = error.isPassing || error.isOfConnection || error.reason === "SEQUENCE_GAP";
    const delayMs = Math.max(this.#nextDelayMs * (0.8 + 0.4 * Math.random()), error.retryDelayMs);
    const now = performance.now();
    this.#failingSince ??= now;
    if (!isResumable || now + delayMs > this.#failingSince + this.#giveUpAfterMs) throw error;
    this.#nextDelayMs = Math.min(2 * this.#nextDelayMs, LONGEST_DELAY_MS);
    return delayMs;
  }
}
