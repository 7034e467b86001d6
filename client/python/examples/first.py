"""Takes in one letter and prints what it promises.

usage: first.py HOST:PORT LETTER
"""

import pathlib
import sys

import pledge
from pledge.v1 import document_service_pb2, ingest_service_pb2, query_service_pb2, query_service_pb2_grpc

address, path = sys.argv[1], pathlib.Path(sys.argv[2])
item = ingest_service_pb2.IngestItem(
    document_id="first", content=document_service_pb2.DocumentContent(data=path.read_bytes())
)
with pledge.connect(address) as channel, pledge.errors():
    for result in pledge.ingest(channel, "examples", f"first-{path.stat().st_mtime_ns}", [item]):
        print(ingest_service_pb2.IngestOutcome.Name(result.outcome), result.revision)
    queries = query_service_pb2_grpc.QueryServiceStub(channel)
    request = query_service_pb2.StreamCommitmentsRequest()
    request.selector.parents.append("collections/examples/documents/first")
    for message in queries.StreamCommitments(request, timeout=30):
        for commitment in message.commitments:
            print(commitment.text)
