"""Follows changes through cuts: none is missed, none is given twice."""

from __future__ import annotations

import time
from typing import Iterator, Optional

import grpc

from pledge import _attempts
from pledge._cursor import WatchCursor
from pledge._reader import StreamReader
from pledge.connection import request_metadata
from pledge.errors import PledgeError
from pledge.v1 import watch_service_pb2 as watch_pb2
from pledge.v1 import watch_service_pb2_grpc


def watch(
    channel: grpc.Channel,
    request: watch_pb2.WatchChangesRequest,
    *,
    heartbeat_timeout: Optional[float] = None,
    give_up_after: float = 120.0,
) -> Iterator[watch_pb2.WatchChangesResponse]:
    """Gives messages without end, each with whole commits; those without changes tell that all is well.

    Keep the resume_token of the last message that was dealt with: a request with it goes on behind that message.
    A stream that is silent for heartbeat_timeout seconds (default: three checkpoint intervals) counts as cut.
    Without a message for give_up_after seconds the cause of the last cut is raised. Also raised: what forbids to go
    on, such as HISTORY_TRIMMED. When the server closes as planned, the stream is opened again at once.
    """
    stub = watch_service_pb2_grpc.WatchServiceStub(channel)
    cursor = WatchCursor(request, heartbeat_timeout)
    attempts = _attempts.Attempts(give_up_after)
    while True:
        try:
            for message in _stream(stub, cursor):
                attempts.progressed()
                yield message
        except PledgeError as error:
            time.sleep(attempts.delay_after(error))


def _stream(
    stub: watch_service_pb2_grpc.WatchServiceStub, cursor: WatchCursor
) -> Iterator[watch_pb2.WatchChangesResponse]:
    """One stream. Returns at a planned close; raises any other end."""
    reader = StreamReader(stub.WatchChanges(cursor.restart(), metadata=request_metadata()))
    try:
        while True:
            message = reader.get(cursor.heartbeat_timeout)
            if message is None:
                raise _attempts.ended()
            whole = cursor.take(message)
            if whole is not None:
                yield whole
            if message.HasField("closing_in") and not message.continues:
                return
    finally:
        reader.close()
