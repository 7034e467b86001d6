"""Drives ingest and watch through a proxy that cuts connections, until all its cuts are made, and compares what came
out with what the server holds.

usage: faults.py ingest|watch sync|aio      environment: PLEDGE_SERVER, PLEDGE_PROXY, PLEDGE_CUTS

The cuts fall at random moments (client/conformance/fault_proxy.py); what must hold does not depend on them.
"""

import asyncio
import os
import socket
import sys
import threading
import time

import pledge
import pledge.aio
from pledge.v1 import document_service_pb2, document_service_pb2_grpc, ingest_service_pb2, watch_service_pb2

ITEMS_PER_SESSION = 400
COLLECTION = "faults"
PAUSE_SECONDS = 0.005  # between changes, so that the machine has time for the watch


def cuts():
    """Cuts made, and cuts to be made."""
    host, port = os.environ["PLEDGE_CUTS"].rsplit(":", 1)
    with socket.create_connection((host, int(port))) as connection:
        done, total = connection.makefile().readline().split()
    return int(done), int(total)


def letter(number):
    title = f"临澜市水务局关于市政协第{number}号提案的答复函\n林清和委员：\n"
    return f"{title}下一步，我局将于2025年底前完成{number}公里管网改造。\n".encode()


def item(document_id, number):
    content = document_service_pb2.DocumentContent(data=letter(number))
    return ingest_service_pb2.IngestItem(document_id=document_id, content=content)


def items(session):
    """Every fifth is the same document as the one before with other bytes, so that order shows in its revisions."""
    for number in range(1, ITEMS_PER_SESSION + 1):
        yield item(f"s{session}-{number - (number % 5 == 0)}", number)


def expect(condition, message):
    if not condition:
        sys.exit(f"FAILED: {message}")


def check_results(session, results):
    numbers = [result.sequence for result in results]
    expect(numbers == list(range(1, ITEMS_PER_SESSION + 1)), f"session {session}: results of items {numbers}")
    for result in results:
        is_second = result.sequence % 5 == 0
        wanted = ingest_service_pb2.INGEST_OUTCOME_UPDATED if is_second else ingest_service_pb2.INGEST_OUTCOME_CREATED
        name = f"s{session}-{result.sequence - is_second}/revisions/{1 + is_second}"
        expect(result.outcome == wanted, f"session {session}: {result}")
        expect(result.revision.endswith(f"/{name}"), f"session {session}: {result.revision}, not {name}")


def check_store(sessions):
    """What the server holds, asked without the proxy."""
    revisions = {}
    with pledge.connect(os.environ["PLEDGE_SERVER"]) as channel:
        documents = document_service_pb2_grpc.DocumentServiceStub(channel)
        request = document_service_pb2.ListDocumentsRequest(parent=f"collections/{COLLECTION}", page_size=1000)
        request.read_mask.paths.append("latest_revision")
        while True:
            page = documents.ListDocuments(request, timeout=30)
            for document in page.documents:
                name = document.latest_revision.split("/")
                revisions[name[3]] = int(name[5])
            request.page_token = page.next_page_token
            if not request.page_token:
                break
    wanted = {}
    for session in range(1, sessions + 1):
        for one in items(session):
            wanted[one.document_id] = wanted.get(one.document_id, 0) + 1
    expect(revisions == wanted, f"{len(revisions)} documents, {len(wanted)} wanted, or other revisions")


def ingest_sync():
    session, resumed = 0, []
    with pledge.connect(os.environ["PLEDGE_PROXY"]) as channel:
        while len(set(cuts())) > 1:
            session += 1
            results = pledge.ingest(channel, COLLECTION, f"s{session}", items(session), stall_timeout=5,
                                    progress=lambda progress: progress.cut and resumed.append(progress))
            check_results(session, list(results))
    return session, len(resumed)


async def ingest_aio():
    session, resumed = 0, []
    async with pledge.aio.connect(os.environ["PLEDGE_PROXY"]) as channel:
        while len(set(cuts())) > 1:
            session += 1
            results = pledge.aio.ingest(channel, COLLECTION, f"s{session}", items(session), stall_timeout=5,
                                        progress=lambda progress: progress.cut and resumed.append(progress))
            check_results(session, [result async for result in results])
    return session, len(resumed)


class Writer:
    """Writes documents straight to the server until the cuts are made, then one more that says so."""

    LAST = "last"

    def __init__(self):
        self.written = []
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def join(self):
        self._thread.join()

    def _run(self):
        with pledge.connect(os.environ["PLEDGE_SERVER"]) as channel:
            for result in pledge.ingest(channel, COLLECTION, "writer", self._items()):
                self.written.append(result.revision)

    def _items(self):
        number = 0
        while len(set(cuts())) > 1:
            number += 1
            yield item(f"d{number % 50}", number)
            time.sleep(PAUSE_SECONDS)
        yield item(self.LAST, 1)


def watch_request():
    request = watch_service_pb2.WatchChangesRequest(target=watch_service_pb2.WATCH_TARGET_DOCUMENTS)
    request.selector.parents.append(f"collections/{COLLECTION}")
    request.checkpoint_interval.FromMilliseconds(200)
    # From the start of the store on, however late the first stream is opened.
    request.send_initial = True
    # What the watch has to catch up with after a long delay still goes through before the next cut.
    request.read_mask.paths.append("latest_revision")
    return request


def revision_of(change):
    return change.document.latest_revision


def check_changes(seen, commits, writer):
    writer.join()
    expect(commits == sorted(commits), "changes came out of order")
    expect(len(seen) == len(set(seen)), "a change came twice")
    expect(seen == writer.written, f"{len(seen)} changes seen, {len(writer.written)} made, or others")


def take(message, seen, commits):
    """True at the last change."""
    seen += [revision_of(change) for change in message.changes]
    commits += [change.commit_number for change in message.changes]
    return any(f"/documents/{Writer.LAST}/" in name for name in seen[-len(message.changes) :])


def watch_sync():
    seen, commits, messages = [], [], 0
    with pledge.connect(os.environ["PLEDGE_PROXY"]) as channel:
        stream = pledge.watch(channel, watch_request(), heartbeat_timeout=2)
        next(stream)  # the empty store
        writer = Writer()
        for message in stream:
            messages += 1
            if take(message, seen, commits):
                break
        stream.close()
    check_changes(seen, commits, writer)
    return len(seen), messages


async def watch_aio():
    seen, commits, messages = [], [], 0
    async with pledge.aio.connect(os.environ["PLEDGE_PROXY"]) as channel:
        stream = pledge.aio.watch(channel, watch_request(), heartbeat_timeout=2)
        await stream.__anext__()  # the empty store
        writer = Writer()
        async for message in stream:
            messages += 1
            if take(message, seen, commits):
                break
        await stream.aclose()
    check_changes(seen, commits, writer)
    return len(seen), messages


def main():
    helper, way = sys.argv[1:]
    if helper == "ingest":
        sessions, resumed = ingest_sync() if way == "sync" else asyncio.run(ingest_aio())
        check_store(sessions)
        print(f"{sessions} sessions of {ITEMS_PER_SESSION} items, {resumed} times resumed")
    else:
        changes, messages = watch_sync() if way == "sync" else asyncio.run(watch_aio())
        print(f"{changes} changes in {messages} messages")
    done, total = cuts()
    expect(done == total, f"only {done} of {total} cuts were made")
    print(f"{done} cuts")


if __name__ == "__main__":
    main()
