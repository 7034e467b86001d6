// The gateway before a real server: calls of every shape over HTTP, errors, limits, uploads, drain.
import assert from "node:assert/strict";
import http from "node:http";
import { after, before, test } from "node:test";
import { call, item, postItems, reasonOf, startGateway } from "./gateway_process.mjs";

const LETTER = "关于第12号提案的答复\n张三委员：\n您的提案收悉，现答复如下：\n下一步，我局将于2027年底前完成30所学校食堂改造。\n临澜市教育局\n2026年3月2日\n";
let gateway;

before(async () => {
  gateway = await startGateway();
  const answer = await call(gateway.base, "DocumentService/CreateDocument", {
    parent: "collections/gateway",
    documentId: "letter",
    content: { data: Buffer.from(LETTER).toString("base64") },
  });
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
});

after(async () => assert.equal(await gateway.stop(), 0));

test("unary calls take and give JSON", async () => {
  const answer = await call(gateway.base, "QueryService/ListCommitments", {
    parent: "collections/gateway/documents/letter",
    offsetUnit: "OFFSET_UNIT_UTF16",
  });
  assert.equal(answer.status, 200);
  const [commitment] = answer.body.commitments;
  assert.equal(commitment.strength, "STRENGTH_FIRM");
  assert.deepEqual(commitment.deadline.endDate, { year: 2027, month: 12, day: 31 });
});

test("errors are JSON with the server's reason", async () => {
  const answer = await call(gateway.base, "DocumentService/GetDocument", {
    name: "collections/gateway/documents/nobody",
  });
  assert.equal(answer.status, 404);
  assert.equal(answer.headers.get("content-type"), "application/json");
  assert.equal(answer.body.code, "not_found");
  assert.equal(reasonOf(answer), "DOCUMENT_NOT_FOUND");
});

test("request ids are passed on and come back", async () => {
  const answer = await call(
    gateway.base,
    "DocumentService/GetDocument",
    { name: "collections/gateway/documents/nobody" },
    { "x-request-id": "from-the-caller" },
  );
  const info = answer.body.details.find((detail) => detail.type === "google.rpc.RequestInfo");
  assert.equal(info.debug.requestId, "from-the-caller");
});

test("deadlines are passed on", async () => {
  const lines = await stream("WatchService/WatchChanges", watchRequest, { "connect-timeout-ms": "400" });
  assert.equal(lines.at(-1).error.code, "deadline_exceeded");
});

test("streams arrive message by message, and a cancelled one ends at the server", async () => {
  const watching = async () => (await status()).watchCount ?? 0;
  const abort = new AbortController();
  const response = await openStream("WatchService/WatchChanges", watchRequest, {}, abort.signal);
  const reader = response.body.getReader();
  assert.ok((await reader.read()).value.length > 0);
  assert.equal(await watching(), 1);

  abort.abort();

  await until(async () => (await watching()) === 0);
});

test("the same port speaks gRPC-Web", async () => {
  const response = await fetch(`${gateway.base}/pledge.v1.WatchService/GetWatermarks`, {
    method: "POST",
    headers: { "content-type": "application/grpc-web+json" },
    body: envelope({}),
  });
  assert.match(response.headers.get("content-type"), /^application\/grpc-web\+json/);
  assert.match(await response.text(), /grpc-status: ?0/);
});

test("calls that change the server's own state are not forwarded unless asked for", async () => {
  const refused = await call(gateway.base, "AdminService/DrainServer", {});
  assert.equal(refused.status, 404);
  assert.equal((await call(gateway.base, "AdminService/GetServerInfo", {})).status, 200);
});

test("other names and other origins are refused", async () => {
  const status = (headers) =>
    new Promise((resolve, reject) => {
      const request = http.get(`${gateway.base}/`, { headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      request.on("error", reject);
    });
  const host = new URL(gateway.base).host;
  assert.equal(await status({ host }), 200);
  assert.equal(await status({ host: "evil.example" }), 403);
  assert.equal(await status({ host, origin: "http://evil.example" }), 403);
  assert.equal(await status({ host, origin: `http://${host}` }), 200);
});

test("a body above the limit is refused", async () => {
  const small = await startGateway({ flags: ["--max-request-mib", "1"] });
  try {
    const answer = await call(small.base, "DocumentService/AnalyzeDocument", {
      content: { data: "A".repeat(1024 * 1024) },
    });
    assert.equal(answer.status, 429);
    assert.equal(answer.body.code, "resource_exhausted");
    const upload = await postItems(small.base, "collections/gateway/ingestSessions/big", [
      item(1, "big", "a".repeat(1024 * 1024)),
    ]);
    assert.equal(upload.status, 429);
  } finally {
    assert.equal(await small.stop(), 0);
  }
});

test("the page is served with a policy that allows no other host", async () => {
  for (const path of ["/", "/c/any/d/letter/r/1", "/commitments"]) {
    const response = await fetch(gateway.base + path);
    assert.equal(response.status, 200, path);
    assert.match(response.headers.get("content-type"), /^text\/html/);
    assert.match(response.headers.get("content-security-policy"), /default-src 'none'/);
  }
  const first = await fetch(`${gateway.base}/page.js`);
  const headers = { "if-none-match": first.headers.get("etag") };
  assert.equal((await fetch(`${gateway.base}/page.js`, { headers })).status, 304);
  assert.equal((await fetch(`${gateway.base}/nothing.js`)).status, 404);
});

test("a batch is durable when its answer comes, and may be sent again", async () => {
  const session = await createSession("batch");
  const items = [item(1, "one", LETTER), item(2, "two", `${LETTER}附：说明`), item(3, "big", LETTER + "测".repeat(600_000))];

  const first = await postItems(gateway.base, session, items);
  const again = await postItems(gateway.base, session, items);

  assert.equal(first.status, 200, JSON.stringify(first.body));
  assert.equal(first.body.durableSequence, "3");
  assert.deepEqual(first.body.results.map((result) => result.outcome), Array(3).fill("INGEST_OUTCOME_CREATED"));
  assert.deepEqual(again.body.results, first.body.results);
});

test("a refused item carries its reason, and the rest of its batch is taken", async () => {
  const session = await createSession("refused");
  const wrong = { ...item(1, "wrong", LETTER) };
  wrong.content.expectedSha256 = Buffer.alloc(32).toString("base64");

  const { body } = await postItems(gateway.base, session, [wrong, item(2, "right", LETTER)]);

  assert.deepEqual(body.results.map((result) => result.outcome), ["INGEST_OUTCOME_REJECTED", "INGEST_OUTCOME_CREATED"]);
  assert.equal(body.results[0].status.details[0].reason, "DIGEST_MISMATCH");
});

test("a batch that another stream has overtaken is refused by its epoch", async () => {
  const session = await createSession("fenced");
  const mine = await postItems(gateway.base, session, [item(1, "first", LETTER)]);
  const other = await postItems(gateway.base, session, [item(2, "second", LETTER)], `?epoch=${mine.body.epoch}`);
  assert.equal(other.status, 200);

  const late = await postItems(gateway.base, session, [item(3, "third", LETTER)], `?epoch=${mine.body.epoch}`);

  assert.equal(late.status, 409);
  assert.equal(reasonOf(late), "SESSION_FENCED");
});

test("malformed batches are refused with FIELD_INVALID or the server's own reason", async () => {
  const session = await createSession("malformed");
  for (const items of [[], [{ sequence: "1" }], [item(1, "a", "b"), item(3, "c", "d")], [{ what: 1 }]]) {
    const answer = await postItems(gateway.base, session, items);
    assert.equal(answer.status, 400, JSON.stringify(items));
    assert.equal(reasonOf(answer), "FIELD_INVALID");
  }
  const gap = await postItems(gateway.base, session, [item(5, "a", "b")]);
  assert.equal(reasonOf(gap), "SEQUENCE_GAP");
  const nobody = await postItems(gateway.base, "collections/gateway/ingestSessions/nobody", [item(1, "a", "b")]);
  assert.equal(nobody.status, 404);
  assert.equal(reasonOf(nobody), "SESSION_NOT_FOUND");
});

test("ready only while the server serves", async () => {
  assert.equal((await fetch(`${gateway.base}/livez`)).status, 200);
  assert.equal((await fetch(`${gateway.base}/readyz`)).status, 200);
  const alone = await startGateway({ server: "127.0.0.1:1" });
  try {
    assert.equal((await fetch(`${alone.base}/livez`)).status, 200);
    assert.equal((await fetch(`${alone.base}/readyz`)).status, 503);
    const answer = await call(alone.base, "WatchService/GetWatermarks", {});
    assert.equal(answer.body.code, "unavailable");
  } finally {
    assert.equal(await alone.stop(), 0);
  }
});

test("SIGTERM ends open watches in order", async () => {
  const other = await startGateway();
  const response = await openStream("WatchService/WatchChanges", watchRequest, {}, undefined, other.base);
  const reader = response.body.getReader();
  await reader.read();

  const code = await other.stop();

  assert.equal(code, 0);
});

// --- helpers ---

const watchRequest = {
  target: "WATCH_TARGET_DOCUMENTS",
  selector: { parents: ["collections/gateway"] },
  checkpointInterval: "0.1s",
};

async function createSession(id) {
  const answer = await call(gateway.base, "IngestService/CreateIngestSession", {
    parent: "collections/gateway",
    ingestSessionId: id,
  });
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  return answer.body.session.name;
}

const status = async () => (await call(gateway.base, "AdminService/GetStoreStatus", {})).body;

function envelope(message) {
  const body = Buffer.from(JSON.stringify(message));
  const head = Buffer.alloc(5);
  head.writeUInt32BE(body.length, 1);
  return Buffer.concat([head, body]);
}

function openStream(method, request, headers, signal, base = gateway.base) {
  return fetch(`${base}/pledge.v1.${method}`, {
    method: "POST",
    headers: { "content-type": "application/connect+json", ...headers },
    body: envelope(request),
    signal,
  });
}

// The messages of a whole stream; the last is its end.
async function stream(method, request, headers) {
  const bytes = Buffer.from(await (await openStream(method, request, headers)).arrayBuffer());
  const messages = [];
  for (let at = 0; at < bytes.length; ) {
    const size = bytes.readUInt32BE(at + 1);
    messages.push(JSON.parse(bytes.subarray(at + 5, at + 5 + size).toString()));
    at += 5 + size;
  }
  return messages;
}

async function until(condition) {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}
