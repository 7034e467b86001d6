// The messages of a stream, of which the next one can be awaited together with other things.
import { PledgeError } from "./errors.js";

/**
 * Owns the call: close() cancels it. A reader that nobody asks reads no further than gRPC's own buffer.
 * @template T
 */
export class StreamReader {
  #call;
  #iterator;
  /** @type {Promise<IteratorResult<T>>} */
  #next;

  /** @param {import("@grpc/grpc-js").ClientReadableStream<T> | import("@grpc/grpc-js").ClientDuplexStream<any, T>} call */
  constructor(call) {
    this.#call = call;
    call.on("error", () => {}); // the iterator tells it to whoever asks
    this.#iterator = call[Symbol.asyncIterator]();
    this.#next = this.#read();
  }

  /** Settles when take() can be called. */
  get arrived() {
    return this.#next;
  }

  /** The next message; undefined at the end of the stream. Throws how the stream failed. */
  async take() {
    /** @type {IteratorResult<T>} */
    let next;
    try {
      next = await this.#next;
    } catch (cause) {
      throw PledgeError.of(cause);
    }
    if (next.done) return undefined;
    this.#next = this.#read();
    return next.value;
  }

  close() {
    this.#call.cancel();
  }

  #read() {
    const next = this.#iterator.next();
    next.catch(() => {}); // nobody may ask any more
    return next;
  }
}
