// The same as first.js with stubs of grpc-js alone: what ingest() does when nothing goes wrong.
//
// usage: first_plain.js HOST:PORT LETTER
import { readFileSync, statSync } from "node:fs";
import { promisify } from "node:util";
import grpc from "@grpc/grpc-js";
import { serviceDefinition } from "pledge-client";
import { IngestOutcome, IngestService, QueryService } from "pledge-client/v1";

const [address, path] = process.argv.slice(2);
const inSeconds = (seconds) => ({ deadline: Date.now() + 1000 * seconds });
const clientOf = (service) =>
  new (grpc.makeClientConstructor(serviceDefinition(service), service.name))(address, grpc.credentials.createInsecure());

const sessions = clientOf(IngestService);
const { session } = await promisify(sessions.createIngestSession.bind(sessions))(
  { parent: "collections/examples", ingestSessionId: `plain-${Math.trunc(statSync(path).mtimeMs)}` },
  inSeconds(30),
);

const stream = sessions.streamIngest(inSeconds(60));
const item = { sequence: 1n, documentId: "first", content: { data: readFileSync(path) } };
stream.write({ message: { case: "open", value: { ingestSession: session.name } } });
stream.write({ message: { case: "item", value: item } });
stream.end();
for await (const { message } of stream) {
  if (message.case !== "ack") continue;
  for (const result of message.value.results) console.log(IngestOutcome[result.outcome], result.revision);
}

const queries = clientOf(QueryService);
const selector = { parents: ["collections/examples/documents/first"] };
for await (const message of queries.streamCommitments({ selector }, inSeconds(30))) {
  for (const commitment of message.commitments) console.log(commitment.text);
}
sessions.close();
queries.close();
