// Takes in one letter and prints what it promises.
//
// usage: first.js HOST:PORT LETTER
import { readFileSync, statSync } from "node:fs";
import { connect, ingest, stub } from "pledge-client";
import { IngestOutcome, QueryService } from "pledge-client/v1";

const [address, path] = process.argv.slice(2);
const items = [{ documentId: "first", content: { data: readFileSync(path) } }];
const channel = connect(address);
for await (const result of ingest(channel, "examples", `first-${Math.trunc(statSync(path).mtimeMs)}`, items)) {
  console.log(IngestOutcome[result.outcome], result.revision);
}
const selector = { parents: ["collections/examples/documents/first"] };
for await (const message of stub(channel, QueryService).streamCommitments({ selector }, { timeoutMs: 30_000 })) {
  for (const commitment of message.commitments) console.log(commitment.text);
}
channel.close();
