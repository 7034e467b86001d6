"""A server that behaves as each test says, and the answers it gives."""

import threading
from concurrent import futures

import grpc
from google.protobuf import any_pb2
from google.rpc import error_details_pb2, status_pb2

from pledge.v1 import ingest_service_pb2 as ingest_pb2
from pledge.v1 import ingest_service_pb2_grpc, watch_service_pb2_grpc

SESSION = "collections/c/ingestSessions/s"
CREATED = ingest_pb2.INGEST_OUTCOME_CREATED
RETRY = ingest_pb2.INGEST_OUTCOME_RETRY


def status(code, reason, retry_seconds=0.0):
    details = [error_details_pb2.ErrorInfo(reason=reason, domain="pledge")]
    if retry_seconds:
        details.append(error_details_pb2.RetryInfo())
        details[-1].retry_delay.FromMilliseconds(int(1000 * retry_seconds))
    packed = []
    for detail in details:
        packed.append(any_pb2.Any())
        packed[-1].Pack(detail)
    return status_pb2.Status(code=code.value[0], message="as the test says", details=packed)


def abort(context, code, reason):
    details = status(code, reason).SerializeToString()
    context.set_trailing_metadata((("grpc-status-details-bin", details),))
    context.abort(code, "as the test says")


def opened(durable=0, credit=4):
    answer = ingest_pb2.StreamIngestResponse()
    answer.opened.session.name = SESSION
    answer.opened.session.durable_sequence = durable
    answer.opened.credit.max_items = credit
    answer.opened.credit.max_bytes = 64 << 20
    answer.opened.max_chunk_bytes = 1 << 20
    return answer


def ack(durable, *results):
    answer = ingest_pb2.StreamIngestResponse()
    answer.ack.durable_sequence = durable
    answer.ack.results.extend(results)
    return answer


def result(sequence, outcome=CREATED, cause=None):
    return ingest_pb2.IngestResult(sequence=sequence, outcome=outcome, status=cause)


class FakeServer(ingest_service_pb2_grpc.IngestServiceServicer, watch_service_pb2_grpc.WatchServiceServicer):
    """Each stream is served by the next of `scripts`, a generator function of (requests, context)."""

    def __init__(self, *scripts):
        self._scripts = iter(scripts)
        self._server = grpc.server(futures.ThreadPoolExecutor(8))
        ingest_service_pb2_grpc.add_IngestServiceServicer_to_server(self, self._server)
        watch_service_pb2_grpc.add_WatchServiceServicer_to_server(self, self._server)
        self.address = f"127.0.0.1:{self._server.add_insecure_port('127.0.0.1:0')}"
        self.seen = []  # sequences or resume tokens, a list for each stream

    def __enter__(self):
        self._server.start()
        return self

    def __exit__(self, *_):
        self._server.stop(grace=None).wait()

    def CreateIngestSession(self, request, context):
        return ingest_pb2.CreateIngestSessionResponse()

    def StreamIngest(self, requests, context):
        assert next(requests).open.ingest_session == SESSION
        self.seen.append([])
        noted = self._noted(requests, self.seen[-1])
        yield from self._next_script(context)(noted, context)
        for _ in noted:  # as the real server, ends when the client has closed its side
            pass

    def WatchChanges(self, request, context):
        self.seen.append(request.resume_token)
        yield from self._next_script(context)(request, context)

    def _next_script(self, context):
        script = next(self._scripts, None)
        if script is None:
            context.abort(grpc.StatusCode.FAILED_PRECONDITION, "one stream more than the test foresees")
        return script

    @staticmethod
    def _noted(requests, seen):
        for request in requests:
            if request.HasField("item"):
                seen.append(request.item.sequence)
            yield request


def good(durable=0):
    """Answers every item at once."""

    def script(requests, context):
        yield opened(durable)
        last = durable
        for request in requests:
            last = max(last, request.item.sequence)
            yield ack(last, result(request.item.sequence))

    return script


def silent(requests, context):
    over = threading.Event()
    context.add_callback(over.set)
    over.wait()
    yield from ()
