"""Trace context in, in the log and out; spans at a collector; channelz where it was asked for.

usage: trace_test.py PROTO PLEDGED      PROTO: folder with otlp/trace.proto; the generated Python client in PYTHONPATH
"""

import concurrent.futures
import os
import queue
import subprocess
import sys
import tempfile
import time
import unittest

import grpc
from pledge.v1 import document_service_pb2, document_service_pb2_grpc, query_service_pb2, query_service_pb2_grpc

from pledged import Pledged, letter

PROTO, BINARY = map(os.path.abspath, sys.argv[1:3])
del sys.argv[1:3]
GENERATED = tempfile.TemporaryDirectory(prefix="pledge-otlp-")
subprocess.run(
    ["/usr/bin/protoc", "-I", PROTO, f"--python_out={GENERATED.name}", "otlp/trace.proto"], check=True
)
sys.path.insert(0, GENERATED.name)
from otlp import trace_pb2  # noqa: E402

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
CALLER = "00f067aa0ba902b7"


class Collector:
    """A collector of OpenTelemetry that keeps what it gets in a queue; `fails` makes it refuse."""

    def __init__(self):
        self.requests, self.fails = queue.Queue(), False
        self._server = grpc.server(concurrent.futures.ThreadPoolExecutor(2))
        handler = grpc.unary_unary_rpc_method_handler(
            self._export,
            request_deserializer=trace_pb2.ExportTraceServiceRequest.FromString,
            response_serializer=trace_pb2.ExportTraceServiceResponse.SerializeToString,
        )
        service = "opentelemetry.proto.collector.trace.v1.TraceService"
        self._server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(service, {"Export": handler}),))
        self.port = self._server.add_insecure_port("127.0.0.1:0")

    def _export(self, request, context):
        if self.fails:
            context.abort(grpc.StatusCode.UNAVAILABLE, "on purpose")
        self.requests.put(request)
        return trace_pb2.ExportTraceServiceResponse()

    def __enter__(self):
        self._server.start()
        return self

    def __exit__(self, *_):
        self._server.stop(0).wait()

    def spans(self, count):
        """Waits for so many spans."""
        spans = []
        while len(spans) < count:
            request = self.requests.get(timeout=30)
            for resource in request.resource_spans:
                names = {pair.key: pair.value.string_value for pair in resource.resource.attributes}
                assert names["service.name"] == "pledged", names
                for scope in resource.scope_spans:
                    spans += scope.spans
        return spans


def get(channel, name, flags=None):
    """A call that finds nothing; its trailers."""
    metadata = [("x-request-id", "r1")]
    if flags is not None:
        metadata.append(("traceparent", f"00-{TRACE}-{CALLER}-{flags}"))
    try:
        document_service_pb2_grpc.DocumentServiceStub(channel).GetDocument(
            document_service_pb2.GetDocumentRequest(name=name), timeout=30, metadata=metadata
        )
    except grpc.RpcError as error:
        return dict(error.trailing_metadata())
    raise AssertionError("there should be no such document")


def attributes(span):
    return {pair.key: pair.value.string_value or pair.value.int_value for pair in span.attributes}


class TraceTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="pledge-trace-")
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def test_context_is_logged_and_passed_on(self):
        with Pledged(BINARY, self.folder, store="memory:") as server:
            with grpc.insecure_channel(server.address) as channel:
                with_trace = get(channel, "collections/c/documents/one", flags="00")
                without = get(channel, "collections/c/documents/two")
                request = query_service_pb2.StreamCommitmentsRequest()
                stream = query_service_pb2_grpc.QueryServiceStub(channel).StreamCommitments(
                    request, timeout=30, metadata=[("traceparent", f"00-{TRACE}-{CALLER}-01")]
                )
                with self.assertRaises(grpc.RpcError):
                    list(stream)
                of_stream = dict(stream.trailing_metadata())
        version, trace, span, flags = with_trace["traceparent"].split("-")
        self.assertEqual((version, trace, flags), ("00", TRACE, "00"))
        self.assertNotEqual(span, CALLER)
        self.assertNotIn("traceparent", without)
        self.assertTrue(of_stream["traceparent"].startswith(f"00-{TRACE}-"))
        calls = [line for line in server.log() if line["event"] == "call"]
        self.assertEqual([call["trace_id"] for call in calls], [TRACE, "", TRACE])
        self.assertEqual([call["request_id"] for call in calls[:2]], ["r1", "r1"])

    def test_what_is_no_context_is_left_alone(self):
        with Pledged(BINARY, self.folder, store="memory:") as server:
            with grpc.insecure_channel(server.address) as channel:
                self.assertNotIn("traceparent", get(channel, "collections/c/documents/one", flags="zz"))

    def test_spans_reach_a_collector(self):
        with Collector() as collector:
            flags = ["--otlp-endpoint", f"127.0.0.1:{collector.port}", "--trace-ratio", "0"]
            with Pledged(BINARY, self.folder, *flags) as server, grpc.insecure_channel(server.address) as channel:
                begin = time.time_ns()
                get(channel, "collections/c/documents/one", flags="00")  # not sampled by its caller
                get(channel, "collections/c/documents/two")  # no trace at all
                trailers = get(channel, "collections/c/documents/three", flags="01")
                create = document_service_pb2.CreateDocumentRequest(parent="collections/c", document_id="d")
                create.content.data = letter(1)
                document_service_pb2_grpc.DocumentServiceStub(channel).CreateDocument(
                    create, timeout=30, metadata=[("traceparent", f"00-{TRACE}-{CALLER}-01")]
                )
                failed, created = collector.spans(2)
                server.wait_for(lambda s: s.value("pledge_trace_spans_total", outcome="sent") == 2, "the count")
        self.assertEqual(failed.name, "pledge.v1.DocumentService/GetDocument")
        self.assertEqual(failed.trace_id.hex(), TRACE)
        self.assertEqual(failed.parent_span_id.hex(), CALLER)
        self.assertEqual(failed.span_id.hex(), trailers["traceparent"].split("-")[2])
        self.assertEqual(failed.kind, 2)
        self.assertEqual(failed.status.code, 2)
        self.assertTrue(begin <= failed.start_time_unix_nano <= failed.end_time_unix_nano <= time.time_ns())
        expected = {
            "rpc.system": "grpc", "rpc.service": "pledge.v1.DocumentService", "rpc.method": "GetDocument",
            "rpc.grpc.status_code": 5,
        }
        self.assertEqual(attributes(failed), expected)
        self.assertEqual((created.name, created.status.code), ("pledge.v1.DocumentService/CreateDocument", 0))
        self.assertTrue(collector.requests.empty())

    def test_what_cannot_be_sent_is_counted_and_calls_go_on(self):
        with Collector() as collector:
            collector.fails = True
            flags = ["--otlp-endpoint", f"127.0.0.1:{collector.port}", "--trace-ratio", "1"]
            with Pledged(BINARY, self.folder, *flags, store="memory:") as server:
                with grpc.insecure_channel(server.address) as channel:
                    for _ in range(10):
                        get(channel, "collections/c/documents/one")
                    server.wait_for(lambda s: s.value("pledge_trace_spans_total", outcome="lost") == 10, "the loss")
                    collector.fails = False
                    get(channel, "collections/c/documents/one")
                    (span,) = collector.spans(1)
                    self.assertEqual(span.parent_span_id, b"")
                    server.wait_for(lambda s: s.value("pledge_trace_spans_total", outcome="sent") == 1, "the count")
        self.assertEqual(sum(line["event"] == "trace_export_failed" for line in server.log()), 1)
        self.assertEqual(server.process.returncode, 0)

    def test_channelz_is_served_where_it_was_asked_for(self):
        def servers(address):
            with grpc.insecure_channel(address) as channel:
                return channel.unary_unary("/grpc.channelz.v1.Channelz/GetServers")(b"", timeout=30)

        with Pledged(BINARY, self.folder, store="memory:") as server:
            with self.assertRaises(grpc.RpcError) as without:
                servers(server.address)
            self.assertEqual(without.exception.code(), grpc.StatusCode.UNIMPLEMENTED)
        with Pledged(BINARY, self.folder, "--channelz", store="memory:") as server:
            self.assertGreater(len(servers(server.address)), 8)
        operators = f"unix:{self.folder}/operators.sock"
        with Pledged(BINARY, self.folder, "--channelz", "--operator-listen", operators, store="memory:") as server:
            with self.assertRaises(grpc.RpcError) as apart:
                servers(server.address)
            self.assertEqual(apart.exception.code(), grpc.StatusCode.UNIMPLEMENTED)
            self.assertGreater(len(servers(operators)), 8)


if __name__ == "__main__":
    unittest.main()
