// The sending side of a stream, with the moments at which it takes more.

/** Writes at once; what gRPC's buffer does not take yet waits in memory, so ask hasRoom first. */
export class Sender {
  #call;
  /** @type {Promise<void> | undefined} */
  #drained;

  /** @param {import("node:stream").Writable} call */
  constructor(call) {
    this.#call = call;
  }

  get hasRoom() {
    return !this.#call.writableNeedDrain;
  }

  /** Settles when there is room again; never on a call that is over. */
  get drained() {
    this.#drained ??= new Promise((resolve) => {
      this.#call.once("drain", () => {
        this.#drained = undefined;
        resolve();
      });
    });
    return this.#drained;
  }

  /** @param {Iterable<unknown>} requests */
  writeAll(requests) {
    for (const request of requests) this.#call.write(request);
  }

  /** Ends the sending side, once or more often. */
  end() {
    if (!this.#call.writableEnded) this.#call.end();
  }
}
