// The types of a stub, made from the description of a service.
import type { DescMessage, DescService, MessageInitShape, MessageShape } from "@bufbuild/protobuf";

export type Service = Omit<DescService, "method"> & { method: Record<string, MethodShape> };

interface MethodShape {
  methodKind: string;
  input: DescMessage;
  output: DescMessage;
}

export interface CallOptions {
  /** Deadline of the call. Without it a call waits without end. */
  timeoutMs?: number;
  /** Sent with the call. */
  metadata?: Record<string, string>;
  /** Cancels the call. */
  signal?: AbortSignal;
}

export type Several<T> = Iterable<T> | AsyncIterable<T>;

/** A function for each method: `stub(channel, DocumentService).getDocument({ name })`. */
export type Stub<S extends Service> = { [M in keyof S["method"]]: Call<S["method"][M]> };

type Call<M extends MethodShape> = M["methodKind"] extends "unary"
  ? (request: MessageInitShape<M["input"]>, options?: CallOptions) => Promise<MessageShape<M["output"]>>
  : M["methodKind"] extends "server_streaming"
    ? (request: MessageInitShape<M["input"]>, options?: CallOptions) => AsyncGenerator<MessageShape<M["output"]>, void>
    : M["methodKind"] extends "client_streaming"
      ? (requests: Several<MessageInitShape<M["input"]>>, options?: CallOptions) => Promise<MessageShape<M["output"]>>
      : (
          requests: Several<MessageInitShape<M["input"]>>,
          options?: CallOptions,
        ) => AsyncGenerator<MessageShape<M["output"]>, void>;
