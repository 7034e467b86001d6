// The bookkeeping of an ingest: what is underway, what must be sent again, which results are due. No clock, no stream.
import { createHash } from "node:crypto";
import { create } from "@bufbuild/protobuf";
import grpc from "@grpc/grpc-js";
import {
  IngestItemSchema,
  IngestOutcome,
  StreamIngestRequestSchema,
} from "../gen/pledge/v1/ingest_service_pb.js";
import { ended } from "./attempts.js";
import { PledgeError } from "./errors.js";

/** @typedef {import("../gen/pledge/v1/ingest_service_pb.js").IngestItem} IngestItem */
/** @typedef {import("../gen/pledge/v1/ingest_service_pb.js").IngestResult} IngestResult */
/** @typedef {import("../gen/pledge/v1/ingest_service_pb.js").StreamIngestRequest} StreamIngestRequest */
/** @typedef {import("../gen/pledge/v1/ingest_service_pb.js").StreamIngestResponse} StreamIngestResponse */
/** @typedef {import("../gen/pledge/v1/ingest_service_pb.js").StreamIngestResponse_Opened} Opened */
/** @typedef {import("../gen/pledge/v1/ingest_service_pb.js").StreamIngestResponse_Ack} Ack */

/**
 * Given to the progress callback after each acknowledgement and at each cut.
 * @typedef {object} Progress
 * @property {number} durableSequence every item up to here has its durable result
 * @property {number} inFlight items sent and without result
 * @property {number} results results of this run
 * @property {PledgeError} [cut] set when the stream was cut and will be resumed
 */

const MAX_CONTENT_BYTES = 4 << 20; // a document above this goes in pieces

/** Items of one run from being pulled to their final result, across the streams it takes. */
export class IngestWindow {
  #sessionName;
  /** @type {Map<number, IngestItem>} without final result, by sequence */
  #sent = new Map();
  /** @type {Map<number, IngestResult>} not given out yet */
  #ready = new Map();
  #pulled = 0; // sequence of the last item pulled
  #firstDurable = -1; // sequence up to which an earlier run has sent the items; -1: not known yet
  #givenOut = 0; // sequence up to which results are given out
  #maxItems = 0;
  #maxBytes = 0;
  #pieceBytes = 1 << 20;
  #bytes = 0;
  #allPulled = false;
  #isAttached = false; // this stream is open, and what must be sent again is on its way
  /** @type {PledgeError | undefined} why this stream takes no more items */
  #cause;
  #durableSequence = 0;
  #results = 0;

  /** @param {string} sessionName */
  constructor(sessionName) {
    this.#sessionName = sessionName;
  }

  /** Whether another item should be pulled and added. */
  get hasRoom() {
    if (this.closes || !this.#isAttached) return false;
    const hasCredit = this.#sent.size < this.#maxItems && this.#bytes < this.#maxBytes;
    return hasCredit || this.#pulled < this.#firstDurable;
  }

  /** Whether nothing more goes out on this stream; the server then ends it after its last result. */
  get closes() {
    return this.#isAttached && (this.#allPulled || this.#cause !== undefined);
  }

  get awaitsAnswer() {
    return !this.#isAttached || this.#sent.size > 0 || this.closes;
  }

  /** @returns {Progress} */
  get progress() {
    return { durableSequence: this.#durableSequence, inFlight: this.#sent.size, results: this.#results };
  }

  /** The first request of a stream. */
  open() {
    this.#cause = undefined;
    this.#isAttached = false;
    return request({ case: "open", value: { ingestSession: this.#sessionName } });
  }

  /**
   * Takes the next item, undefined at their end. Gives what to send; nothing for one of an earlier run.
   * @param {import("@bufbuild/protobuf").MessageInitShape<typeof IngestItemSchema> | undefined} item
   * @returns {Iterable<StreamIngestRequest>}
   */
  add(item) {
    this.#allPulled = item === undefined;
    if (item === undefined) return [];
    this.#pulled += 1;
    if (this.#pulled <= this.#firstDurable) return [];
    // A new message that shares the content with the caller's.
    const numbered = Object.assign(create(IngestItemSchema), create(IngestItemSchema, item), {
      sequence: BigInt(this.#pulled),
    });
    this.#sent.set(this.#pulled, numbered);
    this.#bytes += sizeOf(numbered);
    return this.#requests(numbered);
  }

  /**
   * Takes an answer. Gives what to send: after the first answer of a stream what is to be sent again.
   * @param {StreamIngestResponse} answer
   * @returns {Iterable<StreamIngestRequest>}
   */
  take({ message }) {
    if (message.case === "opened") return this.#attach(message.value);
    if (message.case === "ack") this.#acknowledge(message.value);
    else if (message.case === "credit") this.#setCredit(message.value);
    else if (message.case === "draining") this.#cause ??= ended();
    return [];
  }

  /** Results that can be given out, in the order of the items. */
  due() {
    const results = [];
    for (let result; (result = this.#ready.get(this.#givenOut + 1)); results.push(result)) {
      this.#givenOut += 1;
      this.#ready.delete(this.#givenOut);
    }
    return results;
  }

  /** The stream has ended with OK. Throws why another one is needed; returns when all is done. */
  checkEnd() {
    if (this.#cause || this.#sent.size > 0 || !this.#allPulled) throw this.#cause ?? ended();
    if (this.#pulled < this.#firstDurable) {
      const message = `the session holds ${this.#firstDurable} items, but there are only ${this.#pulled}`;
      throw new PledgeError(grpc.status.FAILED_PRECONDITION, message);
    }
  }

  /** @param {Opened} opened */
  #attach(opened) {
    this.#setCredit(opened.credit);
    this.#pieceBytes = opened.maxChunkBytes || this.#pieceBytes;
    const durable = Number(opened.session?.durableSequence ?? 0);
    if (this.#firstDurable < 0) {
      this.#firstDurable = this.#givenOut = durable;
    } else if (durable < this.#durableSequence) {
      const message = `the session holds ${durable} items, but ${this.#durableSequence} were acknowledged`;
      throw new PledgeError(grpc.status.DATA_LOSS, message);
    }
    this.#durableSequence = durable;
    this.#isAttached = true;
    return this.#allUnderway();
  }

  // Durable ones as well: the server answers them again, and so each item gets its result.
  *#allUnderway() {
    for (const item of [...this.#sent.values()]) yield* this.#requests(item);
  }

  /** @param {Ack} ack */
  #acknowledge(ack) {
    this.#durableSequence = Math.max(this.#durableSequence, Number(ack.durableSequence));
    for (const result of ack.results) {
      const sequence = Number(result.sequence);
      const item = this.#sent.get(sequence);
      if (!item) continue;
      if (result.outcome === IngestOutcome.RETRY) {
        // What was sent after it is turned away too: all goes again, on a stream of its own.
        this.#cause = PledgeError.fromStatus(result.status);
        continue;
      }
      this.#sent.delete(sequence);
      this.#bytes -= sizeOf(item);
      this.#ready.set(sequence, result);
      this.#results += 1;
    }
  }

  /** @param {{ maxItems: number, maxBytes: bigint } | undefined} credit */
  #setCredit(credit) {
    this.#maxItems = credit?.maxItems ?? 0;
    this.#maxBytes = Number(credit?.maxBytes ?? 0);
  }

  /** @param {IngestItem} item */
  *#requests(item) {
    const { content, sequence } = item;
    if (!content || content.data.length <= MAX_CONTENT_BYTES) {
      yield request({ case: "item", value: item });
      return;
    }
    const { data, charset, expectedSha256 } = content;
    const sha256 = expectedSha256.length > 0 ? expectedSha256 : createHash("sha256").update(data).digest();
    const chunked = { totalSize: BigInt(data.length), sha256: new Uint8Array(sha256), charset };
    yield request({ case: "item", value: create(IngestItemSchema, { ...fieldsOf(item), content: undefined, chunked }) });
    for (let offset = 0; offset < data.length; offset += this.#pieceBytes) {
      const piece = data.subarray(offset, offset + this.#pieceBytes);
      yield request({ case: "chunk", value: { sequence, offset: BigInt(offset), data: piece } });
    }
  }
}

/** @param {NonNullable<import("@bufbuild/protobuf").MessageInitShape<typeof StreamIngestRequestSchema>["message"]>} message */
function request(message) {
  return create(StreamIngestRequestSchema, { message });
}

/** @param {IngestItem} item */
function fieldsOf({ $typeName, ...fields }) {
  return fields;
}

/** @param {IngestItem} item */
function sizeOf({ content }) {
  return content?.data.length ?? 0;
}
