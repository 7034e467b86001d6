// Streams read to their end. A stream that stops without saying that it is complete was cut.
import { Code, ConnectError } from "@connectrpc/connect";

interface Batch {
  position?: { complete: boolean; resumeToken: string } | undefined;
}

export async function readAll<B extends Batch, T>(stream: AsyncIterable<B>, pick: (batch: B) => T[]): Promise<T[]> {
  const records: T[] = [];
  let complete = false;
  for await (const batch of stream) {
    records.push(...pick(batch));
    complete = batch.position?.complete ?? false;
  }
  if (!complete) throw new ConnectError("the stream was cut", Code.Unavailable);
  return records;
}

export async function readBytes(
  stream: AsyncIterable<{ offset: bigint; data: Uint8Array; totalSize: bigint }>,
): Promise<Uint8Array> {
  let bytes: Uint8Array | undefined;
  let got = 0;
  for await (const part of stream) {
    bytes ??= new Uint8Array(Number(part.totalSize));
    bytes.set(part.data, Number(part.offset));
    got += part.data.length;
  }
  if (!bytes || got < bytes.length) throw new ConnectError("the stream was cut", Code.Unavailable);
  return bytes;
}

// The same for a stream with a limit of its own, which may stop before it has given all.
export async function readUntilLimit<B extends Batch, T>(
  stream: AsyncIterable<B>,
  pick: (batch: B) => T[],
): Promise<{ records: T[]; isComplete: boolean }> {
  const records: T[] = [];
  let isComplete = false;
  for await (const batch of stream) {
    records.push(...pick(batch));
    isComplete = batch.position?.complete ?? false;
  }
  return { records, isComplete };
}
