// watch against a server that behaves as each test says.
import assert from "node:assert/strict";
import test from "node:test";
import grpc from "@grpc/grpc-js";
import { connect, watch } from "pledge-client";
import { FakeServer, failure, silent } from "./fake_server.js";

function changes(resumeToken, names = [], more = {}) {
  return { resumeToken, changes: names.map((name) => ({ name })), ...more };
}

const partOf = (names) => changes("", names, { continues: true });

/** The names in each of so many messages. */
async function run(server, count, options) {
  const channel = connect(await server.start());
  const messages = [];
  try {
    for await (const message of watch(channel, { resumeToken: "t0" }, options)) {
      messages.push(message.changes.map(({ name }) => name));
      if (messages.length === count) break;
    }
  } finally {
    channel.close();
    server.stop();
  }
  return messages;
}

test("puts a commit together and forgets half of one", async () => {
  const breaks = async function* () {
    yield changes("t1", ["a"]);
    yield partOf(["b"]);
    throw failure(grpc.status.UNAVAILABLE);
  };
  const whole = async function* () {
    yield partOf(["b"]);
    yield changes("t2", ["c"]);
  };
  const server = new FakeServer(breaks, whole, silent);

  assert.deepEqual(await run(server, 2), [["a"], ["b", "c"]]);
  assert.deepEqual(server.seen.slice(0, 2), ["t0", "t1"]);
});

test("opens again at a planned close", async () => {
  const closes = async function* (request, left) {
    yield changes("t1", ["a"], { closingIn: { seconds: 1n } });
    yield* silent(request, left);
  };
  const goesOn = async function* () {
    yield changes("t2", ["b"]);
  };
  const server = new FakeServer(closes, goesOn, silent);

  assert.deepEqual(await run(server, 2), [["a"], ["b"]]);
  assert.deepEqual(server.seen.slice(0, 2), ["t0", "t1"]);
});

test("leaves a stream without heartbeat", async () => {
  const stops = async function* (request, left) {
    yield changes("t1", ["a"]);
    yield* silent(request, left);
  };
  const goesOn = async function* () {
    yield changes("t2");
  };
  const server = new FakeServer(stops, goesOn, silent);

  assert.deepEqual(await run(server, 2, { heartbeatTimeoutMs: 300 }), [["a"], []]);
  assert.deepEqual(server.seen.slice(0, 2), ["t0", "t1"]);
});

test("throws what forbids to go on", async () => {
  const trimmed = async function* () {
    throw failure(grpc.status.OUT_OF_RANGE, "HISTORY_TRIMMED");
  };

  const wanted = { name: "PledgeError", code: grpc.status.OUT_OF_RANGE, reason: "HISTORY_TRIMMED" };
  await assert.rejects(run(new FakeServer(trimmed), 1), wanted);
});

test("stops when its signal fires", async () => {
  const abort = new AbortController();
  const reason = new Error("enough");
  setTimeout(() => abort.abort(reason), 100);

  await assert.rejects(run(new FakeServer(silent), 1, { signal: abort.signal }), reason);
});
