"""The same as first.py with the generated stubs alone: what pledge.ingest() does when nothing goes wrong.

usage: first_plain.py HOST:PORT LETTER
"""

import pathlib
import sys

import grpc
from pledge.v1 import document_service_pb2, ingest_service_pb2, ingest_service_pb2_grpc
from pledge.v1 import query_service_pb2, query_service_pb2_grpc

address, path = sys.argv[1], pathlib.Path(sys.argv[2])
with grpc.insecure_channel(address) as channel:
    ingest = ingest_service_pb2_grpc.IngestServiceStub(channel)
    session = ingest.CreateIngestSession(
        ingest_service_pb2.CreateIngestSessionRequest(
            parent="collections/examples", ingest_session_id=f"plain-{path.stat().st_mtime_ns}"
        ),
        timeout=30,
    ).session

    def requests():
        yield ingest_service_pb2.StreamIngestRequest(
            open=ingest_service_pb2.StreamIngestRequest.Open(ingest_session=session.name)
        )
        item = ingest_service_pb2.IngestItem(
            sequence=1,
            document_id="first",
            content=document_service_pb2.DocumentContent(data=path.read_bytes()),
        )
        yield ingest_service_pb2.StreamIngestRequest(item=item)

    for answer in ingest.StreamIngest(requests(), timeout=60):
        for result in answer.ack.results:
            print(ingest_service_pb2.IngestOutcome.Name(result.outcome), result.revision)
    request = query_service_pb2.StreamCommitmentsRequest()
    request.selector.parents.append("collections/examples/documents/first")
    for message in query_service_pb2_grpc.QueryServiceStub(channel).StreamCommitments(request, timeout=30):
        for commitment in message.commitments:
            print(commitment.text)
