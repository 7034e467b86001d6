"""Bulk ingest through a durable session: each item is stored or refused exactly once, through cut streams,
restarts of the server and, when called again with the same session and items, restarts of the caller."""

from __future__ import annotations

import queue
import time
from typing import Callable, Iterable, Iterator, Optional

import grpc

from pledge import _attempts
from pledge._reader import StreamReader
from pledge._window import IngestWindow, Progress
from pledge.connection import request_metadata
from pledge.errors import PledgeError, errors
from pledge.v1 import ingest_service_pb2 as ingest_pb2
from pledge.v1 import ingest_service_pb2_grpc

_CALL_SECONDS = 30.0


def ingest(
    channel: grpc.Channel,
    collection: str,
    session_id: str,
    items: Iterable[ingest_pb2.IngestItem],
    *,
    progress: Optional[Callable[[Progress], None]] = None,
    stall_timeout: float = 60.0,
    give_up_after: float = 120.0,
) -> Iterator[ingest_pb2.IngestResult]:
    """Sends the items and gives the final result of each, in their order.

    Items are pulled as the server gives credit; their sequences are numbered here. Items that an earlier run with
    this session has sent are pulled and passed over: the same items in the same order, or the server refuses them.
    A refused item is a result with outcome REJECTED and its status, and no exception.

    A stream that owes answers and is silent for stall_timeout seconds counts as cut. Without a new result for
    give_up_after seconds the cause of the last cut is raised; a later run may go on. Also raised: what forbids to go
    on, such as SESSION_FENCED (another process feeds the session). Closing the iterator stops at once and is safe.
    """
    stub = ingest_service_pb2_grpc.IngestServiceStub(channel)
    window = IngestWindow(f"collections/{collection}/ingestSessions/{session_id}")
    attempts = _attempts.Attempts(give_up_after)
    source = iter(items)
    while True:
        try:
            _open_session(stub, collection, session_id)
            for result in _attachment(stub, window, source, attempts, stall_timeout, progress):
                attempts.progressed()
                yield result
            return
        except PledgeError as error:
            delay = attempts.delay_after(error)
            if progress:
                progress(Progress(window.durable_sequence, 0, window.results, error))
            time.sleep(delay)


def _open_session(stub: ingest_service_pb2_grpc.IngestServiceStub, collection: str, session_id: str) -> None:
    request = ingest_pb2.CreateIngestSessionRequest(parent=f"collections/{collection}", ingest_session_id=session_id)
    with errors():
        stub.CreateIngestSession(request, timeout=_CALL_SECONDS, metadata=request_metadata())


def _attachment(
    stub: ingest_service_pb2_grpc.IngestServiceStub,
    window: IngestWindow,
    source: Iterator[ingest_pb2.IngestItem],
    attempts: _attempts.Attempts,
    stall_timeout: float,
    progress: Optional[Callable[[Progress], None]],
) -> Iterator[ingest_pb2.IngestResult]:
    """One stream. Returns when all items have their results; raises why it ended before."""
    outgoing: queue.SimpleQueue[Optional[ingest_pb2.StreamIngestRequest]] = queue.SimpleQueue()
    outgoing.put(window.open())
    reader = StreamReader(stub.StreamIngest(iter(outgoing.get, None), metadata=request_metadata()))
    try:
        while True:
            while window.has_room and not reader.has_message():
                for request in window.add(next(source, None)):
                    outgoing.put(request)
            if window.closes:
                outgoing.put(None)  # ends the sending side, once or more often
            if not window.awaits_answer:
                attempts.progressed()
            message = reader.get(stall_timeout if window.awaits_answer else None)
            if message is None:
                return window.check_end()
            for request in window.take(message):
                outgoing.put(request)
            if progress and message.HasField("ack"):
                progress(window.progress)
            yield from window.due()
    finally:
        outgoing.put(None)
        reader.close()
