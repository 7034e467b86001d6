// What the types allow and what not; checked, never run.
import grpc from "@grpc/grpc-js";
import { PledgeError, connect, ingest, serviceDefinition, stub, watch } from "pledge-client";
import { DocumentService, IngestOutcome, IngestService, QueryService, WatchTarget } from "pledge-client/v1";
import type { Commitment, Document } from "pledge-client/v1";

const channel = connect("127.0.0.1:7420", grpc.credentials.createSsl(), { "grpc.keepalive_time_ms": 60_000 });
const documents = stub(channel, DocumentService);

const { document } = await documents.getDocument({ name: "collections/c/documents/d" }, { timeoutMs: 5000 });
const read: Document | undefined = document;
void read;
// @ts-expect-error there is no such field
await documents.getDocument({ title: "d" });
// @ts-expect-error there is no such call
await documents.getLetter({ name: "d" });

for await (const message of stub(channel, QueryService).streamCommitments({ selector: { parents: ["collections/-"] } })) {
  const commitments: Commitment[] = message.commitments;
  void commitments;
}
const upload = stub(channel, IngestService).uploadDocuments([{ message: { case: "ingestSession", value: "s" } }]);
const durable: bigint | undefined = (await upload).session?.durableSequence;
void durable;

async function* letters() {
  yield { documentId: "d", content: { data: new Uint8Array([0xe5]) } };
}
for await (const result of ingest(channel, "c", "s", letters(), { progress: ({ cut }) => cut?.retryDelayMs })) {
  if (result.outcome === IngestOutcome.REJECTED) throw PledgeError.fromStatus(result.status);
}
// @ts-expect-error a letter is bytes
ingest(channel, "c", "s", [{ documentId: "d", content: { data: 5 } }]);

for await (const { changes } of watch(channel, { target: WatchTarget.DOCUMENTS }, { heartbeatTimeoutMs: 5000 })) {
  if (changes[0]?.current.case === "document") void changes[0].current.value.latestRevision;
}
new grpc.Server().addService(serviceDefinition(QueryService), {});
