"""Two servers behind a proxy are restarted in turn, again and again, under ingest, streams and watches of shipped clients.

Every server has a store of its own; a caller names the store by the host that it calls. Callers speak TLS to the proxy, the proxy
mutual TLS to the servers. In every second round the proxy is reloaded as well. At the end each store holds what was
acknowledged and no more, each watch has told of every document once and in the order of commits, and no client has shown an
error that is not documented: exit code 7 of pledgectl, after which the same command is given again, and failures of a plain call that the
client library calls passing or of the connection.

usage: rolling.py [--proxy haproxy|nginx] [--rounds N] DEPLOY PLEDGED PLEDGECTL
       with the generated Python client and tests/observe in PYTHONPATH; PLEDGE_ROUNDS is the default of --rounds (else 2)
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time

import grpc
import pledge
from pledge.v1 import document_service_pb2, document_service_pb2_grpc, ingest_service_pb2, watch_service_pb2

import proxies
from certificates import Authority
from pledged import Pledged, letter

HOSTS = ["one.test", "two.test"]
PAUSE = 0.01  # between two letters of an ingest: it is never idle, and never in the way
NOTICE = 2  # seconds in which a server that leaves still takes calls: the proxy asks /readyz twice a second
AT_REST = 1.5  # seconds between two restarts
PASSING = 7  # exit code of pledgectl: the same command may be repeated


class Load:
    """What the clients of one store do until they are told to stop."""

    def __init__(self, options, folder, authority, port, host):
        self._options, self._folder, self._host, self._port = options, folder, host, port
        self._ca = authority.ca
        self.stopping = threading.Event()
        self.errors, self.sent, self.cuts, self.repeated, self.runs = [], [], 0, 0, {}
        self.seen, self._commits = {}, [0]
        self._threads = [threading.Thread(target=self._guard, args=(what,)) for what in (
            self._ingest, self._watch, self._store_files, self._read, self._get)]

    def start(self):
        for thread in self._threads:
            thread.start()

    def join(self):
        for thread in self._threads:
            thread.join(150)
        if any(thread.is_alive() for thread in self._threads):
            self.errors.append("a client did not come to an end")

    def _guard(self, what):
        try:
            what()
        except Exception as error:  # noqa: BLE001  # of whatever kind: it is a failure
            self.errors.append(f"{self._host} {what.__name__}: {error!r}")

    def _channel(self):
        with open(self._ca, "rb") as file:
            credentials = grpc.ssl_channel_credentials(root_certificates=file.read())
        override = ("grpc.ssl_target_name_override", self._host)
        own = ("grpc.use_local_subchannel_pool", 1)
        return grpc.secure_channel(f"127.0.0.1:{self._port}", credentials, [*pledge.channel_options(), override, own])

    def _ingest(self):
        def items():
            number = 0
            while not self.stopping.is_set():
                number += 1
                content = document_service_pb2.DocumentContent(data=letter(number))
                yield ingest_service_pb2.IngestItem(document_id=f"d{number}", content=content)
                time.sleep(PAUSE)

        def progressed(progress):
            self.cuts += progress.cut is not None

        with self._channel() as channel:
            for result in pledge.ingest(channel, "bulk", "s", items(), progress=progressed, stall_timeout=20):
                if result.outcome != ingest_service_pb2.INGEST_OUTCOME_CREATED:
                    self.errors.append(f"{self._host}: {result}")
                self.sent.append(result.revision)
        with self._channel() as channel:  # the watch ends when it sees this one
            content = document_service_pb2.DocumentContent(data=letter(10**9))
            last = ingest_service_pb2.IngestItem(document_id="last", content=content)
            self.sent += [result.revision for result in pledge.ingest(channel, "bulk", "last", [last])]

    def _watch(self):
        request = watch_service_pb2.WatchChangesRequest(target=watch_service_pb2.WATCH_TARGET_DOCUMENTS)
        request.selector.parents.append("collections/bulk")
        request.checkpoint_interval.FromMilliseconds(500)
        request.send_initial = True
        with self._channel() as channel:
            for message in pledge.watch(channel, request):
                for change in message.changes:
                    self.seen[change.name] = self.seen.get(change.name, 0) + 1
                    if change.kind == watch_service_pb2.CHANGE_KIND_ADDED and change.commit_number < self._commits[-1]:
                        self.errors.append(f"{self._host}: commit {change.commit_number} came late")
                    self._commits.append(change.commit_number)
                if any(name.endswith("/last") for name in (change.name for change in message.changes)):
                    return

    def _pledgectl(self, *words):
        """Gives the command, and again while it may be repeated; its output."""
        command = [self._options.pledgectl, *words, "--server", f"127.0.0.1:{self._port}", "--ca", self._ca]
        command += ["--server-name", self._host]
        self.runs[words[0]] = self.runs.get(words[0], 0) + 1
        while True:
            done = subprocess.run(command, stdin=subprocess.DEVNULL, text=True, capture_output=True)
            if done.returncode != PASSING:
                break
            self.repeated += 1
            time.sleep(0.2)
        if done.returncode != 0:
            self.errors.append(f"{self._host}: pledgectl {words}: {done.returncode}: {done.stderr}")
        return done.stdout

    def _store_files(self):
        files = f"{self._folder}/files-{self._host}"
        os.makedirs(files)
        for number in range(100):
            with open(f"{files}/{number}.txt", "wb") as file:
                file.write(letter(10_000 + number))
        run = 0
        while not self.stopping.is_set():
            run += 1
            self._pledgectl("ingest", files, "--collection", "files", "--session", f"run-{run}")

    def _read(self):
        before = set()
        while not self.stopping.is_set():
            lines = [json.loads(line) for line in self._pledgectl("commitments", "-", "-o", "jsonl").splitlines()]
            names = [line["commitment"]["name"] for line in lines if "commitment" in line]  # the others are positions
            if len(set(names)) < len(names):
                self.errors.append(f"{self._host}: {len(names) - len(set(names))} commitments came twice")
            if not before.issubset(names):
                self.errors.append(f"{self._host}: {len(before - set(names))} commitments went away")
            before = set(names)

    def _get(self):
        with self._channel() as channel:
            documents = document_service_pb2_grpc.DocumentServiceStub(channel)
            while not self.stopping.is_set():
                try:
                    with pledge.errors():
                        documents.GetDocument(
                            document_service_pb2.GetDocumentRequest(name="collections/bulk/documents/d1"), timeout=30
                        )
                except pledge.NotFound as error:
                    if self.sent:
                        self.errors.append(f"{self._host}: GetDocument: {error}")
                except pledge.PledgeError as error:
                    # While its one server is away, a store is UNAVAILABLE also after the retries of the service config, and a
                    # connection that a proxy cuts is CANCELLED or UNKNOWN.
                    if not error.is_passing and not error.is_of_connection:
                        self.errors.append(f"{self._host}: GetDocument: {error}")
                time.sleep(PAUSE)


def stored(address):
    """Names of the documents that a server holds, by collection, asked without the proxy."""
    names = {}
    with grpc.insecure_channel(address) as channel:
        documents = document_service_pb2_grpc.DocumentServiceStub(channel)
        for collection in ("bulk", "files"):
            request = document_service_pb2.ListDocumentsRequest(parent=f"collections/{collection}", page_size=1000)
            names[collection] = []
            while True:
                page = documents.ListDocuments(request, timeout=60)
                names[collection] += [document.name for document in page.documents]
                request.page_token = page.next_page_token
                if not request.page_token:
                    break
    return names


def make_servers(options, folder, authority):
    servers = []
    for number in (1, 2):
        name = f"pledge-{number}"
        authority.issue(name)
        own = f"{folder}/{name}"
        os.makedirs(own)
        flags = ["--listen", f"unix:{own}/direct.sock", "--tls-cert", f"{folder}/{name}.cert.pem"]
        flags += ["--tls-key", f"{folder}/{name}.key.pem", "--tls-client-ca", authority.ca, "--tls-require-client-cert"]
        flags += ["--drain-notice", str(NOTICE), "--grace", "20", "--disk-reserve-mib", "1"]
        ports = {"port": proxies.free_port(), "admin_port": proxies.free_port()}
        servers.append((Pledged(options.pledged, own, *flags, **ports), ports, f"unix:{own}/direct.sock"))
    return servers


def roll(options, servers, proxy):
    """Restarts every server in every round. Gives what went wrong."""
    wrong = []
    for number in range(options.rounds):
        for server, _, _ in servers:
            time.sleep(AT_REST)
            if server.terminate() != 0:
                wrong.append(f"a server ended with {server.process.returncode}")
            server.__enter__()
            if server.get("/readyz")[0] != 200:
                wrong.append("a server is not ready after its start")
        if number % 2 == 1:
            proxy.reload()
        print(f"round {number + 1} of {options.rounds}", flush=True)
    time.sleep(AT_REST)
    return wrong


def compare(load, names):
    """What is missing, or stands twice."""
    wrong = list(load.errors)
    bulk = sorted(names["bulk"])
    acknowledged = sorted(revision.rsplit("/revisions/", 1)[0] for revision in load.sent)
    if bulk != acknowledged:
        wrong.append(f"{len(acknowledged)} letters acknowledged, {len(bulk)} stored")
    if sorted(load.seen) != bulk or any(count != 1 for count in load.seen.values()):
        wrong.append(f"the watch told of {sum(load.seen.values())} changes, {len(bulk)} letters are stored")
    if len(names["files"]) != 100:
        wrong.append(f"{len(names['files'])} of 100 files are stored")
    if len(load.sent) < 50 or load.cuts == 0 or min(load.runs.get(what, 0) for what in ("ingest", "commitments")) < 2:
        wrong.append(f"too little was going on: {len(load.sent)} letters, {load.cuts} cuts, {load.runs}")
    return wrong


def run(options, folder):
    authority = Authority(folder)
    authority.issue("proxy", *HOSTS)
    authority.issue("client")
    servers = make_servers(options, folder, authority)
    settings = proxies.Settings(authority, [ports.values() for _, ports, _ in servers], HOSTS[1])
    kind = {"haproxy": proxies.HAProxy, "nginx": proxies.Nginx}[options.proxy]
    proxy = kind(options.deploy, folder, settings)
    checked = proxy.check()
    if checked.returncode != 0:
        return [checked.stdout + checked.stderr]
    with servers[0][0], servers[1][0], proxy:
        loads = [Load(options, folder, authority, settings.port, host) for host in HOSTS]
        for load in loads:
            load.start()
        try:
            wrong = roll(options, servers, proxy)
        finally:
            for load in loads:
                load.stopping.set()
            for load in loads:
                load.join()
        for load, (_, _, direct) in zip(loads, servers):
            wrong += compare(load, stored(direct))
            print(f"{len(load.sent)} letters, {len(load.seen)} seen by the watch, {load.cuts} cuts resumed, "
                  f"{load.runs} commands, {load.repeated} repeated")
    return wrong


def main():
    parser = argparse.ArgumentParser(usage=__doc__.rsplit("usage: ", 1)[1])
    parser.add_argument("--proxy", choices=["haproxy", "nginx"], default="haproxy")
    parser.add_argument("--rounds", type=int, default=int(os.environ.get("PLEDGE_ROUNDS", "2")))
    parser.add_argument("deploy", type=os.path.abspath)
    parser.add_argument("pledged", type=os.path.abspath)
    parser.add_argument("pledgectl", type=os.path.abspath)
    options = parser.parse_args()
    program = {"haproxy": proxies.HAProxy, "nginx": proxies.Nginx}[options.proxy].program
    if not os.access(program, os.X_OK):
        print(f"skipped: {options.proxy} is not installed")
        return 77
    with tempfile.TemporaryDirectory(prefix="pledge-rolling-") as folder:
        wrong = run(options, folder)
        if wrong:
            for name in ("haproxy.log", "nginx/error.log"):
                if os.path.exists(f"{folder}/{name}"):
                    with open(f"{folder}/{name}", encoding="utf-8", errors="replace") as log:
                        print(f"{name}:", *log.readlines()[-20:], sep="\n", file=sys.stderr)
    for line in wrong[:20]:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
