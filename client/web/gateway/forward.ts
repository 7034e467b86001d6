// Forwards every call of a service to the server: any of the four shapes, with the caller's deadline,
// cancellation and identifying headers.
import { type DescMethod, type DescService, type Message, type Registry } from "@bufbuild/protobuf";
import { type ConnectRouter, type HandlerContext, type Transport } from "@connectrpc/connect";
import { rebuildError } from "./errors.js";

// What a caller may say to the server beside the message.
const FORWARDED_HEADERS = ["authorization", "traceparent", "tracestate", "x-request-id"];

export function forwardedHeaders(from: Headers): Headers {
  const headers = new Headers();
  for (const name of FORWARDED_HEADERS) {
    const value = from.get(name);
    if (value !== null) headers.set(name, value);
  }
  return headers;
}

export function forwardService(
  router: ConnectRouter,
  service: DescService,
  transport: Transport,
  registry: Registry,
  isAllowed: (method: DescMethod) => boolean,
): void {
  for (const method of service.methods) {
    if (!isAllowed(method)) continue;
    // The shape of the handler follows the kind of the method, which is known at run time only.
    router.rpc(method as never, handlerOf(method, transport, registry) as never);
  }
}

function handlerOf(method: DescMethod, transport: Transport, registry: Registry) {
  const single = async (request: Message, context: HandlerContext) => {
    try {
      const answer = await transport.unary(
        method as never,
        context.signal,
        context.timeoutMs(),
        forwardedHeaders(context.requestHeader),
        request as never,
      );
      return answer.message;
    } catch (error) {
      throw rebuildError(error, registry);
    }
  };
  async function* many(requests: AsyncIterable<Message>, context: HandlerContext) {
    try {
      const answer = await transport.stream(
        method as never,
        context.signal,
        context.timeoutMs(),
        forwardedHeaders(context.requestHeader),
        requests as never,
      );
      yield* answer.message as AsyncIterable<Message>;
    } catch (error) {
      throw rebuildError(error, registry);
    }
  }
  switch (method.methodKind) {
    case "unary":
      return single;
    case "server_streaming":
      return (request: Message, context: HandlerContext) => many(only(request), context);
    case "client_streaming":
      return async (requests: AsyncIterable<Message>, context: HandlerContext) => {
        for await (const answer of many(requests, context)) return answer;
        throw rebuildError(new Error("the server gave no answer"), registry);
      };
    case "bidi_streaming":
      return many;
  }
}

async function* only<T>(value: T): AsyncIterable<T> {
  yield value;
}
