// ingest against a server that behaves as each test says.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import test from "node:test";
import grpc from "@grpc/grpc-js";
import { PledgeError, connect, ingest } from "pledge-client";
import { IngestOutcome } from "pledge-client/v1";
import { FakeServer, ack, failure, good, opened, result, silent, status } from "./fake_server.js";

const { ABORTED, DATA_LOSS, FAILED_PRECONDITION, RESOURCE_EXHAUSTED, UNAVAILABLE } = grpc.status;

const items = (count) => Array.from({ length: count }, (_, index) => ({ documentId: `d${index + 1}` }));

/** Sequences and outcomes of all results, or the error. */
async function run(server, source, options) {
  const channel = connect(await server.start());
  const results = [];
  try {
    for await (const one of ingest(channel, "c", "s", source, options)) results.push(one);
  } finally {
    channel.close();
    server.stop();
  }
  return results;
}

const sequences = (results) => results.map(({ sequence }) => Number(sequence));

async function take(stream, count) {
  const taken = [];
  while (taken.length < count) taken.push((await stream.next()).value.sequence);
  return taken;
}

test("gives results in the order of the items", async () => {
  const server = new FakeServer(async function* (stream) {
    yield opened(0, 4);
    const [first, ...others] = await take(stream, 4);
    yield ack(0, ...others.reverse().map((sequence) => result(sequence)));
    yield ack(4, result(first));
  });

  assert.deepEqual(sequences(await run(server, items(4))), [1, 2, 3, 4]);
});

test("keeps to the credit", async () => {
  const underway = [];
  const server = new FakeServer(async function* (stream) {
    yield opened(0, 2);
    for (const last of [2, 4, 6]) {
      const batch = await take(stream, 2);
      underway.push(batch.map(Number));
      assert.equal(server.seen[0].length, last); // and none more is on its way
      yield ack(last, ...batch.map((sequence) => result(sequence)));
    }
  });

  assert.deepEqual(sequences(await run(server, items(6))), [1, 2, 3, 4, 5, 6]);
  assert.deepEqual(underway, [[1, 2], [3, 4], [5, 6]]);
});

test("sends again what had no result when the stream broke", async () => {
  const server = new FakeServer(async function* (stream) {
    yield opened();
    await take(stream, 3);
    yield ack(1, result(1));
    throw failure(UNAVAILABLE);
  }, good(1));
  const cuts = [];

  const results = await run(server, items(3), { progress: ({ cut }) => cut && cuts.push(cut.code) });

  assert.deepEqual(sequences(results), [1, 2, 3]);
  assert.deepEqual(server.seen[1], [2, 3]);
  assert.deepEqual(cuts, [UNAVAILABLE]);
});

test("sends again what was turned away for a passing cause", async () => {
  const busy = status(RESOURCE_EXHAUSTED, "SERVER_BUSY", 10_000_000);
  const server = new FakeServer(async function* (stream) {
    yield opened();
    for await (const { sequence } of stream) {
      yield ack(1, sequence === 1n ? result(1) : result(sequence, IngestOutcome.RETRY, busy));
    }
  }, good(1));

  const results = await run(server, items(3));

  assert.deepEqual(sequences(results), [1, 2, 3]);
  assert.ok(results.every(({ outcome }) => outcome === IngestOutcome.CREATED));
  assert.deepEqual(server.seen[1], [2, 3]);
});

test("goes on when the server drains", async () => {
  let stored = 0;
  const server = new FakeServer(
    async function* (stream) {
      yield opened(0, 1);
      // Until the client closes its side, which it does at the first answer.
      for await (const { sequence } of stream) {
        yield ack((stored = Number(sequence)), result(sequence));
        yield { message: { case: "draining", value: { reason: "DRAINING" } } };
      }
    },
    (stream) => good(stored)(stream),
  );

  assert.deepEqual(sequences(await run(server, items(5))), [1, 2, 3, 4, 5]);
  assert.equal(server.seen.length, 2);
});

test("leaves a silent server", async () => {
  const server = new FakeServer(silent, good());

  assert.deepEqual(sequences(await run(server, items(2), { stallTimeoutMs: 300 })), [1, 2]);
  assert.equal(server.seen.length, 2);
});

test("passes over what an earlier run has sent", async () => {
  const server = new FakeServer(good(2));

  assert.deepEqual(sequences(await run(server, items(3))), [3]);
  assert.deepEqual(server.seen, [[3]]);
});

test("refuses a session with more items than there are", async () => {
  await assert.rejects(run(new FakeServer(good(5)), items(3)), { name: "PledgeError", code: FAILED_PRECONDITION });
});

test("says when acknowledged items are gone", async () => {
  const server = new FakeServer(async function* (stream) {
    yield opened();
    await take(stream, 1);
    yield ack(1, result(1));
    throw failure(UNAVAILABLE);
  }, good(0));

  await assert.rejects(run(server, items(3)), { name: "PledgeError", code: DATA_LOSS });
});

test("ends when another process feeds the session", async () => {
  const server = new FakeServer(async function* () {
    yield opened();
    throw failure(ABORTED, "SESSION_FENCED");
  });

  await assert.rejects(run(server, items(3)), { name: "PledgeError", code: ABORTED, reason: "SESSION_FENCED" });
});

test("gives up after a time without results", async () => {
  const broken = async function* () {
    throw failure(UNAVAILABLE);
  };

  const running = run(new FakeServer(...Array(100).fill(broken)), items(1), { giveUpAfterMs: 500 });

  await assert.rejects(running, { name: "PledgeError", code: UNAVAILABLE });
});

test("sends a large document in pieces", async () => {
  const data = Buffer.alloc(5_100_000, "公里管网");
  const server = new FakeServer(async function* (stream) {
    yield opened();
    const [{ value: item }] = [await stream.next()];
    assert.equal(item.chunked.totalSize, BigInt(data.length));
    assert.deepEqual(Buffer.from(item.chunked.sha256), createHash("sha256").update(data).digest());
    for await (const more of stream) assert.fail(`item ${more.sequence}`);
    yield ack(1, result(1));
  });

  await run(server, [{ content: { data } }]);

  assert.ok(server.chunks.every((chunk) => chunk.data.length <= 1 << 20));
  assert.deepEqual(server.chunks.map((chunk) => Number(chunk.offset)), [0, 1, 2, 3, 4].map((piece) => piece << 20));
  assert.ok(Buffer.concat(server.chunks.map((chunk) => chunk.data)).equals(data));
});

test("gives a result while the next item is awaited", async () => {
  let release;
  const released = new Promise((resolve) => (release = resolve));
  const slow = async function* () {
    yield items(1)[0];
    await released;
    yield items(1)[0];
  };
  const server = new FakeServer(good());
  const channel = connect(await server.start());
  const numbers = [];

  for await (const { sequence } of ingest(channel, "c", "s", slow())) {
    numbers.push(Number(sequence));
    release();
  }

  assert.deepEqual(numbers, [1, 2]);
  channel.close();
  server.stop();
});

test("stops when its signal fires", async () => {
  const abort = new AbortController();
  const reason = new Error("enough");
  setTimeout(() => abort.abort(reason), 100);

  await assert.rejects(run(new FakeServer(silent), items(1), { signal: abort.signal }), reason);
});

test("throws what the items throw, and tells them when it ends", async () => {
  const broken = async function* () {
    yield items(1)[0];
    throw new TypeError("no more paper");
  };
  await assert.rejects(run(new FakeServer(good()), broken()), TypeError);

  let isClosed = false;
  const endless = function* () {
    try {
      for (;;) yield { documentId: "d" };
    } finally {
      isClosed = true;
    }
  };
  const fenced = async function* () {
    yield opened();
    throw failure(ABORTED, "SESSION_FENCED");
  };
  await assert.rejects(run(new FakeServer(fenced), endless()), PledgeError);
  assert.ok(isClosed);
});
