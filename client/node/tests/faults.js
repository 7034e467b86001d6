// Drives ingest and watch through a proxy that cuts connections, until all its cuts are made, and compares what came out
// with what the server holds.
//
// usage: faults.js ingest|watch      environment: PLEDGE_SERVER, PLEDGE_PROXY, PLEDGE_CUTS
//
// The cuts fall at random moments (client/conformance/fault_proxy.py); what must hold does not depend on them.
import assert from "node:assert/strict";
import { once } from "node:events";
import net from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { connect, ingest, stub, watch } from "pledge-client";
import { DocumentService, IngestOutcome, WatchTarget } from "pledge-client/v1";

const ITEMS_PER_SESSION = 400;
const COLLECTION = "faults";
const PARENT = `collections/${COLLECTION}`;
const LAST = "last";
const PAUSE_MS = 5; // between changes, so that the machine has time for the watch
const { PLEDGE_SERVER, PLEDGE_PROXY, PLEDGE_CUTS } = process.env;

/** Cuts made, and cuts to be made. */
async function cuts() {
  const [host, port] = PLEDGE_CUTS.split(":");
  const connection = net.connect(Number(port), host);
  let answer = "";
  connection.on("data", (data) => (answer += data));
  await once(connection, "end");
  connection.destroy();
  return answer.split(" ").map(Number);
}

async function moreCuts() {
  const [done, total] = await cuts();
  return done < total;
}

function item(documentId, number) {
  const title = `临澜市水务局关于市政协第${number}号提案的答复函\n林清和委员：\n`;
  return { documentId, content: { data: Buffer.from(`${title}下一步，我局将于2025年底前完成${number}公里管网改造。\n`) } };
}

const isSecond = (number) => number % 5 === 0;

/** Every fifth is the same document as the one before with other bytes, so that order shows in its revisions. */
function* items(session) {
  for (let number = 1; number <= ITEMS_PER_SESSION; ++number) {
    yield item(`s${session}-${number - Number(isSecond(number))}`, number);
  }
}

async function checkedResults(session, results) {
  let number = 0;
  for await (const result of results) {
    number += 1;
    const second = isSecond(number);
    const name = `/s${session}-${number - Number(second)}/revisions/${second ? 2 : 1}`;
    assert.equal(result.sequence, BigInt(number), `session ${session}`);
    assert.equal(result.outcome, second ? IngestOutcome.UPDATED : IngestOutcome.CREATED, `session ${session}, ${number}`);
    assert.ok(result.revision.endsWith(name), `session ${session}: ${result.revision}, not ${name}`);
  }
  assert.equal(number, ITEMS_PER_SESSION, `session ${session}`);
}

/** What the server holds, asked without the proxy. */
async function checkStore(sessions) {
  const revisions = {};
  const wanted = {};
  const channel = connect(PLEDGE_SERVER);
  const request = { parent: PARENT, pageSize: 1000, readMask: { paths: ["latest_revision"] }, pageToken: "" };
  do {
    const page = await stub(channel, DocumentService).listDocuments(request, { timeoutMs: 30_000 });
    for (const { latestRevision } of page.documents) {
      const name = latestRevision.split("/");
      revisions[name[3]] = Number(name[5]);
    }
    request.pageToken = page.nextPageToken;
  } while (request.pageToken);
  channel.close();
  for (let session = 1; session <= sessions; ++session) {
    for (const { documentId } of items(session)) wanted[documentId] = (wanted[documentId] ?? 0) + 1;
  }
  assert.deepEqual(revisions, wanted);
}

async function ingestThroughCuts() {
  let session = 0;
  let resumed = 0;
  const channel = connect(PLEDGE_PROXY);
  const progress = ({ cut }) => (resumed += cut ? 1 : 0);
  while (await moreCuts()) {
    session += 1;
    const results = ingest(channel, COLLECTION, `s${session}`, items(session), { stallTimeoutMs: 5000, progress });
    await checkedResults(session, results);
  }
  channel.close();
  await checkStore(session);
  console.log(`${session} sessions of ${ITEMS_PER_SESSION} items, ${resumed} times resumed`);
}

/** Items without end, until the cuts are made; then one more that says so. */
async function* changingItems() {
  for (let number = 1; await moreCuts(); ++number) {
    yield item(`d${number % 50}`, number);
    await sleep(PAUSE_MS);
  }
  yield item(LAST, 1);
}

/** Writes documents straight to the server; gives the names of all revisions, in order. */
async function write() {
  const written = [];
  const channel = connect(PLEDGE_SERVER);
  for await (const result of ingest(channel, COLLECTION, "writer", changingItems())) written.push(result.revision);
  channel.close();
  return written;
}

async function watchThroughCuts() {
  const seen = [];
  const commits = [];
  const channel = connect(PLEDGE_PROXY);
  const request = {
    target: WatchTarget.DOCUMENTS,
    selector: { parents: [PARENT] },
    checkpointInterval: { seconds: 0n, nanos: 200_000_000 },
    // From the start of the store on, however late the first stream is opened.
    sendInitial: true,
    // What the watch has to catch up with after a long delay still goes through before the next cut.
    readMask: { paths: ["latest_revision"] },
  };
  let messages = 0;
  let writing;
  for await (const message of watch(channel, request, { heartbeatTimeoutMs: 2000 })) {
    writing ??= write(); // after the first message, which is the empty store
    messages += 1;
    for (const change of message.changes) {
      seen.push(change.current.value.latestRevision);
      commits.push(Number(change.commitNumber));
    }
    if (seen.at(-1)?.includes(`/documents/${LAST}/`)) break;
  }
  channel.close();
  assert.deepEqual(commits, [...commits].sort((a, b) => a - b), "changes came out of order");
  assert.deepEqual(seen, await writing);
  console.log(`${seen.length} changes in ${messages} messages`);
}

await { ingest: ingestThroughCuts, watch: watchThroughCuts }[process.argv[2]]();
const [done, total] = await cuts();
assert.equal(done, total);
console.log(`${done} cuts`);
