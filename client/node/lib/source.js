// Items one by one; an item asked for on a stream that is cut meanwhile is there for the next stream.

/** @template T */
export class Source {
  #iterator;
  /** @type {Promise<IteratorResult<T>> | undefined} */
  #next;

  /** @param {Iterable<T> | AsyncIterable<T>} items */
  constructor(items) {
    this.#iterator = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
  }

  /** Settles when take() can be called. */
  get arrived() {
    if (!this.#next) {
      this.#next = this.#pull();
      this.#next.catch(() => {}); // take() tells it
    }
    return this.#next;
  }

  /** The next item; undefined at their end. */
  async take() {
    const next = await this.arrived;
    this.#next = undefined;
    return next.done ? undefined : next.value;
  }

  /** Tells the iterator that no more is asked for. Does not wait for an item that is underway. */
  close() {
    Promise.resolve(this.#iterator.return?.()).catch(() => {});
  }

  async #pull() {
    return this.#iterator.next();
  }
}
