// Calls of a service from its description: as functions that give promises and async iterators, or in the form that
// grpc-js itself takes.
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { clientOn, requestMetadata } from "./connection.js";
import { PledgeError } from "./errors.js";
import { Sender } from "./sender.js";

/** @typedef {import("@bufbuild/protobuf").DescMethod} DescMethod */
/** @typedef {import("@bufbuild/protobuf").Message} Message */
/** @typedef {import("./stub_types.js").CallOptions} CallOptions */
/**
 * @template T
 * @typedef {import("./stub_types.js").Several<T>} Several
 */

/**
 * A function for each method of the service. Calls with one answer give a promise, those with a stream of answers an
 * async iterator; leaving its loop cancels the call. Requests in a stream come from any iterable, async or not.
 * Failures are PledgeErrors.
 *
 * @template {import("./stub_types.js").Service} S
 * @param {import("@grpc/grpc-js").Channel} channel
 * @param {S} service such as DocumentService
 * @returns {import("./stub_types.js").Stub<S>}
 */
export function stub(channel, service) {
  const client = clientOn(channel);
  /** @type {Record<string, unknown>} */
  const calls = {};
  for (const method of service.methods) calls[method.localName] = SHAPES[method.methodKind](client, method);
  return /** @type {import("./stub_types.js").Stub<S>} */ (calls);
}

/**
 * The service as grpc-js takes it, for makeClientConstructor() and Server.addService().
 * @param {import("./stub_types.js").Service} service
 * @returns {import("@grpc/grpc-js").ServiceDefinition}
 */
export function serviceDefinition(service) {
  return Object.fromEntries(service.methods.map((method) => [method.localName, methodDefinition(method)]));
}

/**
 * @param {DescMethod} method
 * @returns {import("@grpc/grpc-js").MethodDefinition<any, any>}
 */
function methodDefinition({ parent, name, methodKind, input, output }) {
  const [toInput, fromInput] = codec(input);
  const [toOutput, fromOutput] = codec(output);
  return {
    path: `/${parent.typeName}/${name}`,
    requestStream: methodKind === "client_streaming" || methodKind === "bidi_streaming",
    responseStream: methodKind === "server_streaming" || methodKind === "bidi_streaming",
    requestSerialize: toInput,
    requestDeserialize: fromInput,
    responseSerialize: toOutput,
    responseDeserialize: fromOutput,
  };
}

/**
 * @param {import("@bufbuild/protobuf").DescMessage} schema
 * @returns {[(message: any) => Buffer, (bytes: Buffer) => Message]}
 */
function codec(schema) {
  return [(message) => Buffer.from(toBinary(schema, create(schema, message))), (bytes) => fromBinary(schema, bytes)];
}

/**
 * @template {import("@bufbuild/protobuf").DescMessage} I
 * @template {import("@bufbuild/protobuf").DescMessage} O
 * @param {import("@grpc/grpc-js").Client} client
 * @param {DescMethod & { input: I, output: O }} method
 * @param {import("@bufbuild/protobuf").MessageInitShape<I>} request
 * @param {CallOptions} [options]
 * @returns {import("@grpc/grpc-js").ClientReadableStream<import("@bufbuild/protobuf").MessageShape<O>>}
 */
export function openServerStream(client, method, request, options = {}) {
  const { path, requestSerialize, responseDeserialize } = methodDefinition(method);
  const metadata = requestMetadata(options.metadata);
  return client.makeServerStreamRequest(path, requestSerialize, responseDeserialize, request, metadata, limits(options));
}

/**
 * @template {import("@bufbuild/protobuf").DescMessage} I
 * @template {import("@bufbuild/protobuf").DescMessage} O
 * @param {import("@grpc/grpc-js").Client} client
 * @param {DescMethod & { input: I, output: O }} method
 * @param {CallOptions} [options]
 * @returns {import("@grpc/grpc-js").ClientDuplexStream<
 *   import("@bufbuild/protobuf").MessageInitShape<I>, import("@bufbuild/protobuf").MessageShape<O>>}
 */
export function openBidiStream(client, method, options = {}) {
  const { path, requestSerialize, responseDeserialize } = methodDefinition(method);
  const metadata = requestMetadata(options.metadata);
  return client.makeBidiStreamRequest(path, requestSerialize, responseDeserialize, metadata, limits(options));
}

/**
 * How to make a call, by its shape.
 * @type {Record<DescMethod["methodKind"], (client: import("@grpc/grpc-js").Client, method: DescMethod) => unknown>}
 */
const SHAPES = {
  unary: (client, method) => {
    const { path, requestSerialize, responseDeserialize } = methodDefinition(method);
    return (/** @type {unknown} */ request, /** @type {CallOptions} */ options = {}) => {
      const metadata = requestMetadata(options.metadata);
      return answerOf(options.signal, (take) =>
        client.makeUnaryRequest(path, requestSerialize, responseDeserialize, request, metadata, limits(options), take),
      );
    };
  },
  client_streaming: (client, method) => {
    const { path, requestSerialize, responseDeserialize } = methodDefinition(method);
    return (/** @type {Several<unknown>} */ requests, /** @type {CallOptions} */ options = {}) => {
      const metadata = requestMetadata(options.metadata);
      return answerOf(options.signal, (take) => {
        const call = client.makeClientStreamRequest(path, requestSerialize, responseDeserialize, metadata, limits(options), take);
        call.on("error", () => {}); // take() hears of it
        void send(call, requests);
        return call;
      });
    };
  },
  server_streaming: (client, method) =>
    async function* (/** @type {any} */ request, /** @type {CallOptions} */ options = {}) {
      options.signal?.throwIfAborted();
      yield* answersOf(openServerStream(client, method, request, options), options.signal);
    },
  bidi_streaming: (client, method) =>
    async function* (/** @type {Several<unknown>} */ requests, /** @type {CallOptions} */ options = {}) {
      options.signal?.throwIfAborted();
      const call = openBidiStream(client, method, options);
      void send(call, requests);
      yield* answersOf(call, options.signal);
    },
};

/** @param {CallOptions} options */
function limits({ timeoutMs }) {
  return timeoutMs === undefined ? {} : { deadline: Date.now() + timeoutMs };
}

/**
 * @param {AbortSignal | undefined} signal
 * @param {(take: (error: unknown, answer?: unknown) => void) => { cancel(): void }} start
 */
async function answerOf(signal, start) {
  signal?.throwIfAborted();
  let cancel = () => {};
  try {
    return await new Promise((resolve, reject) => {
      const call = start((error, answer) => (error ? reject(PledgeError.of(error)) : resolve(answer)));
      cancel = () => call.cancel();
      signal?.addEventListener("abort", cancel);
    });
  } finally {
    signal?.removeEventListener("abort", cancel);
  }
}

/**
 * @param {import("@grpc/grpc-js").ClientReadableStream<unknown> | import("@grpc/grpc-js").ClientDuplexStream<any, unknown>} call
 * @param {AbortSignal | undefined} signal
 */
async function* answersOf(call, signal) {
  const cancel = () => call.cancel();
  call.on("error", () => {}); // the iterator throws it, and nobody hears what comes after it was left
  signal?.addEventListener("abort", cancel);
  try {
    yield* call;
  } catch (cause) {
    throw PledgeError.of(cause);
  } finally {
    signal?.removeEventListener("abort", cancel);
    cancel();
  }
}

/**
 * Writes the requests as the far side takes them, then ends the sending side. A call that is over takes no more; one
 * whose requests fail to come is cancelled.
 * @param {import("node:stream").Writable & { cancel(): void }} call
 * @param {Several<unknown>} requests
 */
async function send(call, requests) {
  const sender = new Sender(call);
  let isOver = false;
  const over = new Promise((resolve) => {
    for (const event of ["status", "close", "error"]) call.once(event, resolve);
  }).then(() => (isOver = true));
  try {
    for await (const request of requests) {
      if (isOver) return;
      sender.writeAll([request]);
      if (!sender.hasRoom) await Promise.race([over, sender.drained]);
    }
    sender.end();
  } catch {
    call.cancel();
  }
}
