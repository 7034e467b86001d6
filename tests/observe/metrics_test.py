"""What /metrics says of a real server: in good form, complete, and equal to the calls that were made.

usage: metrics_test.py PLEDGED      with the generated Python client in PYTHONPATH
"""

import shutil
import subprocess
import sys
import tempfile
import unittest

import grpc
from pledge.v1 import admin_service_pb2, admin_service_pb2_grpc, document_service_pb2
from pledge.v1 import document_service_pb2_grpc, ingest_service_pb2, ingest_service_pb2_grpc
from pledge.v1 import query_service_pb2, query_service_pb2_grpc, watch_service_pb2, watch_service_pb2_grpc

from pledged import Pledged, Samples, letter

BINARY = sys.argv.pop(1)
LETTERS = 20
GAUGES = [
    "pledge_build_info", "pledge_engine_info", "pledge_store_condition", "pledge_store_documents",
    "pledge_store_commits_total", "pledge_store_oldest_commit", "pledge_store_verified_timestamp_seconds",
    "pledge_store_write_queue_operations", "pledge_store_write_queue_bytes", "pledge_store_write_queue_limit_bytes",
    "pledge_store_bytes", "pledge_store_disk_free_bytes", "pledge_store_disk_reserve_bytes", "pledge_store_cache_bytes",
    "pledge_store_cache_limit_bytes", "pledge_jobs", "pledge_calls_queued", "pledge_calls_queue_limit",
    "pledge_streams_open", "pledge_streams_limit", "pledge_watches_open", "pledge_watches_limit",
    "pledge_watch_backlog_commits", "pledge_ingest_in_flight_bytes", "pledge_ingest_in_flight_limit_bytes",
    "pledge_draining", "pledge_drain_deadline_timestamp_seconds", "pledge_backup_enabled",
    "process_resident_memory_bytes", "pledge_process_anonymous_memory_bytes", "process_cpu_seconds_total",
    "process_open_fds", "process_max_fds", "process_start_time_seconds",
]
STAGES = ["decode", "clean", "segment", "facts", "extract", "verify"]


def create(channel, number):
    stub = document_service_pb2_grpc.DocumentServiceStub(channel)
    return stub.CreateDocument(
        document_service_pb2.CreateDocumentRequest(
            parent="collections/c",
            document_id=f"d{number}",
            content=document_service_pb2.DocumentContent(data=letter(number)),
        ),
        timeout=30,
    )


def ingest(channel, count):
    """One stream of `count` items; the number of messages received."""
    stub = ingest_service_pb2_grpc.IngestServiceStub(channel)
    session = stub.CreateIngestSession(
        ingest_service_pb2.CreateIngestSessionRequest(parent="collections/c", ingest_session_id="s"), timeout=30
    ).session

    def requests():
        opening = ingest_service_pb2.StreamIngestRequest.Open(ingest_session=session.name)
        yield ingest_service_pb2.StreamIngestRequest(open=opening)
        for number in range(1, count + 1):
            item = ingest_service_pb2.IngestItem(
                sequence=number, content=document_service_pb2.DocumentContent(data=letter(1000 + number))
            )
            yield ingest_service_pb2.StreamIngestRequest(item=item)

    return sum(1 for _ in stub.StreamIngest(requests(), timeout=60))


class MetricsTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="pledge-metrics-")
        self.addCleanup(self.folder.cleanup)

    def test_figures_equal_the_calls_that_were_made(self):
        with Pledged(BINARY, self.folder.name) as server, grpc.insecure_channel(server.address) as channel:
            for number in range(LETTERS):
                create(channel, number)
            with self.assertRaises(grpc.RpcError):
                document_service_pb2_grpc.DocumentServiceStub(channel).GetDocument(
                    document_service_pb2.GetDocumentRequest(name="collections/c/documents/none"), timeout=30
                )
            answers = ingest(channel, LETTERS)
            request = query_service_pb2.StreamCommitmentsRequest()
            request.selector.parents.append("collections/c")
            request.options.max_batch = 1
            streamed = sum(
                1 for _ in query_service_pb2_grpc.QueryServiceStub(channel).StreamCommitments(request, timeout=30)
            )
            # A status is counted before it is sent, a message before it is written.
            samples = server.metrics()

        document = {"grpc_service": "pledge.v1.DocumentService", "grpc_type": "unary"}
        creating = dict(document, grpc_method="CreateDocument")
        getting = dict(document, grpc_method="GetDocument")
        self.assertEqual(samples.value("grpc_server_started_total", **creating), LETTERS)
        self.assertEqual(samples.value("grpc_server_handled_total", **creating, grpc_code="OK"), LETTERS)
        self.assertEqual(samples.value("grpc_server_handling_seconds_count", **creating), LETTERS)
        self.assertGreater(samples.value("grpc_server_handling_seconds_sum", **creating), 0)
        self.assertEqual(samples.value("grpc_server_msg_received_total", **creating), LETTERS)
        self.assertEqual(samples.value("grpc_server_msg_sent_total", **creating), LETTERS)
        self.assertEqual(samples.value("grpc_server_handled_total", **getting, grpc_code="NotFound"), 1)
        self.assertEqual(samples.value("grpc_server_handled_total", **getting, grpc_code="OK"), 0)
        self.assertEqual(samples.value("grpc_server_msg_sent_total", **getting), 0)

        stream = {"grpc_method": "StreamIngest", "grpc_service": "pledge.v1.IngestService", "grpc_type": "bidi_stream"}
        self.assertEqual(samples.value("grpc_server_msg_received_total", **stream), LETTERS + 1)
        self.assertEqual(samples.value("grpc_server_msg_sent_total", **stream), answers)
        self.assertEqual(samples.value("grpc_server_handled_total", **stream, grpc_code="OK"), 1)
        self.assertEqual(samples.total("grpc_server_msg_sent_total", grpc_method="StreamCommitments"), streamed)
        self.assertGreaterEqual(streamed, 4 * LETTERS)

        self.assertEqual(samples.value("pledge_store_documents"), 2 * LETTERS)
        self.assertGreaterEqual(samples.value("pledge_store_commits_total"), 2 * LETTERS)
        # Letters and the session, one operation each; the store adds upkeep of its own.
        self.assertGreaterEqual(samples.value("pledge_store_group_operations_sum"), 2 * LETTERS + 1)
        self.assertEqual(
            samples.value("pledge_store_group_operations_count"), samples.value("pledge_store_sync_seconds_count")
        )
        self.assertGreater(samples.value("pledge_store_sync_seconds_sum"), 0)
        for stage in STAGES:
            name = "pledge_pipeline_stage_seconds"
            self.assertEqual(samples.value(f"{name}_count", stage=stage), 2 * LETTERS, stage)
            self.assertGreater(samples.value(f"{name}_sum", stage=stage), 0, stage)
        self.assertEqual(samples.value("pledge_store_condition", condition="read_write"), 1)
        self.assertEqual(samples.total("pledge_store_condition"), 1)
        self.assertEqual(samples.value("pledge_store_write_queue_bytes"), 0)
        self.assertEqual(samples.value("pledge_ingest_in_flight_bytes"), 0)

    def test_every_figure_is_there_and_in_the_form_of_prometheus(self):
        with Pledged(BINARY, self.folder.name, "--backup-dir", self.folder.name + "/backups") as server:
            with grpc.insecure_channel(server.address) as channel:
                create(channel, 1)
                admin = admin_service_pb2_grpc.AdminServiceStub(channel)
                before = server.metrics()
                admin.BackupStore(admin_service_pb2.BackupStoreRequest(backup_id="one"), timeout=30)
                text = server.metrics_text()
                by_call = admin.GetMetrics(admin_service_pb2.GetMetricsRequest(), timeout=30).text
        samples = Samples.parse(text)
        names = {name for name, _ in samples}
        for name in GAUGES:
            self.assertIn(name, names)
        self.assertEqual({name for name, _ in Samples.parse(by_call)}, names)
        self.assertEqual(before.value("pledge_backup_timestamp_seconds"), 0)
        self.assertGreater(samples.value("pledge_backup_timestamp_seconds"), 1.5e9)
        self.assertGreater(samples.value("process_start_time_seconds"), 1.5e9)
        self.assertLess(len(samples), 3000)
        if shutil.which("promtool") is None:
            self.skipTest("promtool is not installed")
        checked = subprocess.run(["promtool", "check", "metrics"], input=text, text=True, capture_output=True)
        self.assertEqual((checked.returncode, checked.stdout + checked.stderr), (0, ""))

    def test_a_watch_is_counted_while_it_is_open(self):
        with Pledged(BINARY, self.folder.name) as server:
            with grpc.insecure_channel(server.address) as channel:
                watch = watch_service_pb2_grpc.WatchServiceStub(channel)
                request = watch_service_pb2.WatchChangesRequest(target=watch_service_pb2.WATCH_TARGET_COMMITMENTS)
                request.selector.parents.append("collections/c")
                call = watch.WatchChanges(request)
                server.wait_for(lambda s: s.value("pledge_watches_open") == 1, "the watch")
                self.assertEqual(server.metrics().value("pledge_streams_open"), 1)
                call.cancel()
                after = server.wait_for(lambda s: s.value("pledge_watches_open") == 0, "the end of the watch")
                self.assertEqual(after.value("pledge_streams_open"), 0)
        self.assertEqual(server.process.returncode, 0)

    def test_other_paths_are_not_found(self):
        with Pledged(BINARY, self.folder.name, store="memory:") as server:
            self.assertEqual(server.get("/livez"), (200, "alive\n"))
            self.assertEqual(server.get("/readyz")[0], 200)
            for path in ("/", "/metrics/x", "/metricsx", "/../etc/passwd"):
                self.assertEqual(server.get(path)[0], 404, path)


if __name__ == "__main__":
    unittest.main()
