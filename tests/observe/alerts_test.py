"""Every alert of deploy/prometheus fires when its cause is brought about on a real server, and none on a healthy one.

What the server says is scraped and given to promtool, which lets it stand for as long as the alert waits.

usage: alerts_test.py DEPLOY PLEDGED      with the generated Python client in PYTHONPATH
"""

import glob
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error

import grpc
from pledge.v1 import admin_service_pb2, admin_service_pb2_grpc, document_service_pb2, document_service_pb2_grpc
from pledge.v1 import ingest_service_pb2, ingest_service_pb2_grpc, watch_service_pb2, watch_service_pb2_grpc

import promtool
from pledged import Pledged, Samples, letter

DEPLOY, BINARY = map(os.path.abspath, sys.argv[1:3])
RULES = sorted(glob.glob(f"{DEPLOY}/prometheus/*.rules.yml"))
MIB = 1 << 20
LONG = 90  # minutes: every alert has waited long enough by then
SEEN = set()  # alerts that fired in this run


def fired(scrapes, now=None, minutes=LONG, up=1):
    steps = minutes * 60 // promtool.INTERVAL_SECONDS
    series = promtool.history(scrapes, steps, now=time.time() if now is None else now)
    series.append({"series": 'up{job="pledged",instance="one"}', "values": f"{up}+0x{steps}"})
    alerts = promtool.firing(RULES, series, minutes)
    SEEN.update(alerts)
    return alerts


def create(channel, number, data=None, timeout=60):
    request = document_service_pb2.CreateDocumentRequest(
        parent="collections/c", document_id=f"d{number}",
        content=document_service_pb2.DocumentContent(data=data or letter(number)),
    )
    return document_service_pb2_grpc.DocumentServiceStub(channel).CreateDocument(request, timeout=timeout)


def ingest(channel, count):
    stub = ingest_service_pb2_grpc.IngestServiceStub(channel)
    session = stub.CreateIngestSession(
        ingest_service_pb2.CreateIngestSessionRequest(parent="collections/c", ingest_session_id="s"), timeout=30
    ).session

    def requests():
        opening = ingest_service_pb2.StreamIngestRequest.Open(ingest_session=session.name, failures_only=True)
        yield ingest_service_pb2.StreamIngestRequest(open=opening)
        for number in range(1, count + 1):
            content = document_service_pb2.DocumentContent(data=b"%d" % number)
            item = ingest_service_pb2.IngestItem(sequence=number, document_id=f"d{number}", content=content)
            yield ingest_service_pb2.StreamIngestRequest(item=item)

    for _ in stub.StreamIngest(requests(), timeout=120):
        pass


@promtool.needs_promtool
class AlertsTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="pledge-alerts-")
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def test_healthy_server_fires_none(self):
        with Pledged(BINARY, self.folder, "--disk-reserve-mib", "1") as server:
            with grpc.insecure_channel(server.address) as channel:
                before = server.metrics()
                create(channel, 1)
                with self.assertRaises(grpc.RpcError):  # the caller's own mistakes are none of ours
                    create(channel, 1, data=b"x")
                after = server.metrics()
        self.assertEqual(fired([before, after]), set())

    def test_down(self):
        with Pledged(BINARY, self.folder, "--disk-reserve-mib", "1", store="memory:") as server:
            server.kill()
            with self.assertRaises(urllib.error.URLError):  # which Prometheus writes down as up 0
                server.metrics()
        self.assertEqual(fired([Samples()], up=0), {"PledgeDown"})

    def test_data_loss(self):
        database, old = f"{self.folder}/store/db", f"{self.folder}/old"
        flags = ["--disk-reserve-mib", "1"]
        for number in (1, 2):
            with Pledged(BINARY, self.folder, *flags) as server, grpc.insecure_channel(server.address) as channel:
                create(channel, number)
            if number == 1:
                shutil.copytree(database, old)
        shutil.rmtree(database)
        shutil.move(old, database)
        with Pledged(BINARY, self.folder, *flags) as server:
            self.assertEqual(server.get("/readyz")[0], 503)
            samples = server.metrics()
        self.assertEqual(fired([samples]), {"PledgeDataLoss"})

    def test_storage_error_and_error_ratio(self):
        # Files may not grow beyond 1 MiB: the log of the store cannot be written on.
        def limit():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (MIB, MIB))

        with Pledged(BINARY, self.folder, "--disk-reserve-mib", "1", before_exec=limit) as server:
            with grpc.insecure_channel(server.address) as channel:
                for number in range(1000):
                    try:
                        create(channel, number, data=os.urandom(64 << 10).hex().encode())
                    except grpc.RpcError as error:
                        self.assertEqual(error.code(), grpc.StatusCode.UNAVAILABLE)
                        break
                before = server.metrics()
                self.assertEqual(before.value("pledge_store_condition", condition="read_only"), 1)
                for number in range(20):
                    with self.assertRaises(grpc.RpcError):
                        create(channel, number, data=letter(number))
                after = server.metrics()
        self.assertEqual(fired([before]), {"PledgeStoreReadOnly"})
        self.assertEqual(fired([before, after]), {"PledgeStoreReadOnly", "PledgeErrorRatio"})

    def test_disk_reserve(self):
        free = shutil.disk_usage(self.folder).free // MIB
        with Pledged(BINARY, self.folder, "--disk-reserve-mib", str(2 * free)) as server:
            low = server.wait_for(
                lambda s: s.value("pledge_store_condition", condition="low_disk") == 1, "the condition low_disk"
            )
        self.assertEqual(fired([low]), {"PledgeDiskReserveReached", "PledgeDiskReserveNear"})

    def test_disk_near_the_reserve(self):
        free = shutil.disk_usage(self.folder).free // MIB
        with Pledged(BINARY, self.folder, "--disk-reserve-mib", str(free * 2 // 3)) as server:
            samples = server.metrics()
        self.assertEqual(fired([samples]), {"PledgeDiskReserveNear"})

    def test_queue_full(self):
        # One worker that has long letters to read first, and a thousand calls that wait behind them.
        long_letter = letter(1) * (4 * MIB // len(letter(1)))
        with Pledged(BINARY, self.folder, "--workers", "1", "--disk-reserve-mib", "1", store="memory:") as server:
            # A connection takes 256 streams.
            channels = [
                grpc.insecure_channel(server.address, [("grpc.use_local_subchannel_pool", 1)]) for _ in range(5)
            ]
            stubs = [document_service_pb2_grpc.DocumentServiceStub(channel) for channel in channels]
            request = document_service_pb2.AnalyzeDocumentRequest()
            request.content.data = long_letter
            calls = [stubs[0].AnalyzeDocument.future(request) for _ in range(12)]
            server.wait_for(lambda s: s.value("pledge_calls_queued") >= 3, "letters that wait")
            request.content.data = letter(1)
            calls += [stub.AnalyzeDocument.future(request) for stub in stubs for _ in range(200)]
            full = server.wait_for(lambda s: s.value("pledge_calls_queued") > 900, "a full queue")
            server.kill()
            for call in calls:
                call.cancel()
            for channel in channels:
                channel.close()
        self.assertIn("PledgeQueueFull", fired([full]))

    def test_watch_backlog(self):
        with Pledged(BINARY, self.folder, "--disk-reserve-mib", "1") as server:
            small = [("grpc.http2.bdp_probe", 0), ("grpc.use_local_subchannel_pool", 1)]
            with grpc.insecure_channel(server.address) as channel, grpc.insecure_channel(server.address, small) as slow:
                request = watch_service_pb2.WatchChangesRequest(target=watch_service_pb2.WATCH_TARGET_DOCUMENTS)
                request.selector.parents.append("collections/c")
                watch = watch_service_pb2_grpc.WatchServiceStub(slow).WatchChanges(request)
                server.wait_for(lambda s: s.value("pledge_watches_open") == 1, "the watch")
                ingest(channel, 5_500)  # which the watch does not read
                behind = server.metrics()
                watch.cancel()
        self.assertEqual(fired([behind]), {"PledgeWatchBacklog"})

    def test_drain_stuck(self):
        with Pledged(BINARY, self.folder, "--disk-reserve-mib", "1", "--grace", "5") as server:
            small = [("grpc.http2.bdp_probe", 0), ("grpc.use_local_subchannel_pool", 1)]
            with grpc.insecure_channel(server.address) as channel, grpc.insecure_channel(server.address, small) as slow:
                request = watch_service_pb2.WatchChangesRequest(target=watch_service_pb2.WATCH_TARGET_DOCUMENTS)
                request.selector.parents.append("collections/c")
                call = watch_service_pb2_grpc.WatchServiceStub(slow).WatchChanges(request)
                server.wait_for(lambda s: s.value("pledge_watches_open") == 1, "the watch")
                ingest(channel, 2_000)  # more than a stream holds that its reader never looks at
                server.process.send_signal(signal.SIGTERM)
                draining = server.wait_for(lambda s: s.value("pledge_draining") == 1, "the drain")
                now = time.time()
                call.cancel()
                self.assertEqual(server.process.wait(30), 0)
        self.assertEqual(fired([draining], now=now, minutes=0), set())  # a drain within its grace
        self.assertEqual(fired([draining], now=now), {"PledgeDrainStuck"})  # the same answer, long after it

    def test_certificate_expires(self):
        words = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
        words += ["-subj", "/CN=pledge", "-keyout", f"{self.folder}/key.pem", "-out", f"{self.folder}/cert.pem"]
        for days, expected in ((90, set()), (3, {"PledgeCertificateExpires"})):
            subprocess.run([*words, "-days", str(days)], check=True, capture_output=True)
            flags = ["--tls-cert", f"{self.folder}/cert.pem", "--tls-key", f"{self.folder}/key.pem"]
            with Pledged(BINARY, self.folder, "--disk-reserve-mib", "1", *flags) as server:
                self.assertEqual(fired([server.metrics()]), expected)

    def test_backup_old(self):
        backups = f"{self.folder}/backups"
        with Pledged(BINARY, self.folder, "--disk-reserve-mib", "1", "--backup-dir", backups) as server:
            self.assertEqual(fired([server.metrics()]), {"PledgeBackupOld"})  # none was ever made
            with grpc.insecure_channel(server.address) as channel:
                admin = admin_service_pb2_grpc.AdminServiceStub(channel)
                admin.BackupStore(admin_service_pb2.BackupStoreRequest(backup_id="monday"), timeout=60)
            self.assertEqual(fired([server.metrics()]), set())
            yesterday = time.time() - 27 * 3600
            os.utime(f"{backups}/monday/MANIFEST", (yesterday, yesterday))
            self.assertEqual(fired([server.metrics()]), {"PledgeBackupOld"})


@promtool.needs_promtool
class CompletenessTest(unittest.TestCase):
    """Runs last, by its name's place in main()."""

    def test_every_alert_has_fired(self):
        with open(f"{DEPLOY}/prometheus/alerts.rules.yml", encoding="utf-8") as file:
            alerts = {line.split(":")[1].strip() for line in file if line.strip().startswith("- alert:")}
        self.assertEqual(alerts - SEEN, set())


if __name__ == "__main__":
    loader = unittest.TestLoader()
    suite = unittest.TestSuite(loader.loadTestsFromTestCase(case) for case in (AlertsTest, CompletenessTest))
    sys.exit(not unittest.TextTestRunner().run(suite).wasSuccessful())
