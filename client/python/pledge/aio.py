"""connect(), ingest() and watch() for asyncio; what they promise stands with those of pledge."""

from __future__ import annotations

import asyncio
from typing import Any, AsyncIterable, AsyncIterator, Awaitable, Callable, Iterable, Optional, Set, Union

import grpc
import grpc.aio

from pledge import _attempts
from pledge._cursor import WatchCursor
from pledge._window import IngestWindow, Progress
from pledge.connection import channel_options, request_metadata
from pledge.errors import PledgeError, errors
from pledge.v1 import ingest_service_pb2 as ingest_pb2
from pledge.v1 import ingest_service_pb2_grpc, watch_service_pb2_grpc
from pledge.v1 import watch_service_pb2 as watch_pb2

_CALL_SECONDS = 30.0

Items = Union[Iterable[ingest_pb2.IngestItem], AsyncIterable[ingest_pb2.IngestItem]]


def connect(address: str, credentials: Optional[grpc.ChannelCredentials] = None) -> grpc.aio.Channel:
    """As pledge.connect()."""
    if credentials is None:
        return grpc.aio.insecure_channel(address, options=channel_options())
    return grpc.aio.secure_channel(address, credentials, options=channel_options())


async def ingest(
    channel: grpc.aio.Channel,
    collection: str,
    session_id: str,
    items: Items,
    *,
    progress: Optional[Callable[[Progress], None]] = None,
    stall_timeout: float = 60.0,
    give_up_after: float = 120.0,
) -> AsyncIterator[ingest_pb2.IngestResult]:
    """As pledge.ingest(). The next item is awaited while answers come in."""
    stub: Any = ingest_service_pb2_grpc.IngestServiceStub(channel)  # type: ignore[arg-type]
    request = ingest_pb2.CreateIngestSessionRequest(parent=f"collections/{collection}", ingest_session_id=session_id)
    window = IngestWindow(f"{request.parent}/ingestSessions/{session_id}")
    attempts = _attempts.Attempts(give_up_after)
    source = _Source(items)
    try:
        while True:
            try:
                await _settled(
                    stub.CreateIngestSession(request, timeout=_CALL_SECONDS, metadata=request_metadata())
                )
                async for result in _attachment(stub, window, source, attempts, stall_timeout, progress):
                    attempts.progressed()
                    yield result
                return
            except PledgeError as error:
                delay = attempts.delay_after(error)
                if progress:
                    progress(Progress(window.durable_sequence, 0, window.results, error))
                await asyncio.sleep(delay)
    finally:
        source.close()


async def _attachment(
    stub: Any,
    window: IngestWindow,
    source: _Source,
    attempts: _attempts.Attempts,
    stall_timeout: float,
    progress: Optional[Callable[[Progress], None]],
) -> AsyncIterator[ingest_pb2.IngestResult]:
    call = stub.StreamIngest(metadata=request_metadata())
    reading = asyncio.ensure_future(_read(call))
    try:
        await _send(call.write(window.open()))
        has_closed = False
        while True:
            if window.closes and not has_closed:
                has_closed = True
                await _send(call.done_writing())
            waits_for: Set[asyncio.Future[Any]] = {reading}
            if window.has_room:
                waits_for.add(source.next())
            if not window.awaits_answer:
                attempts.progressed()
            limit = stall_timeout if window.awaits_answer else None
            done, _ = await asyncio.wait(waits_for, timeout=limit, return_when=asyncio.FIRST_COMPLETED)
            if not done:
                raise _attempts.silent()
            if reading not in done:
                for request in window.add(source.take()):
                    await _send(call.write(request))
                continue
            message = reading.result()
            if message is None:
                window.check_end()
                return
            reading = asyncio.ensure_future(_read(call))
            for request in window.take(message):
                await _send(call.write(request))
            if progress and message.HasField("ack"):
                progress(window.progress)
            for result in window.due():
                yield result
    finally:
        await _leave(call, reading)


async def watch(
    channel: grpc.aio.Channel,
    request: watch_pb2.WatchChangesRequest,
    *,
    heartbeat_timeout: Optional[float] = None,
    give_up_after: float = 120.0,
) -> AsyncIterator[watch_pb2.WatchChangesResponse]:
    """As pledge.watch()."""
    stub: Any = watch_service_pb2_grpc.WatchServiceStub(channel)  # type: ignore[arg-type]
    cursor = WatchCursor(request, heartbeat_timeout)
    attempts = _attempts.Attempts(give_up_after)
    while True:
        try:
            async for message in _stream(stub, cursor):
                attempts.progressed()
                yield message
        except PledgeError as error:
            await asyncio.sleep(attempts.delay_after(error))


async def _stream(stub: Any, cursor: WatchCursor) -> AsyncIterator[watch_pb2.WatchChangesResponse]:
    call = stub.WatchChanges(cursor.restart(), metadata=request_metadata())
    reading = asyncio.ensure_future(_read(call))
    try:
        while True:
            done, _ = await asyncio.wait({reading}, timeout=cursor.heartbeat_timeout)
            if not done:
                raise _attempts.silent()
            message = reading.result()
            if message is None:
                raise _attempts.ended()
            reading = asyncio.ensure_future(_read(call))
            whole = cursor.take(message)
            if whole is not None:
                yield whole
            if message.HasField("closing_in") and not message.continues:
                return
    finally:
        await _leave(call, reading)


class _Source:
    """Items one by one; an item asked for on a stream that is cut meanwhile is there for the next stream."""

    def __init__(self, items: Items) -> None:
        self._iterator = items.__aiter__() if isinstance(items, AsyncIterable) else None
        self._plain = None if isinstance(items, AsyncIterable) else iter(items)
        self._pending: Optional[asyncio.Future[Optional[ingest_pb2.IngestItem]]] = None

    def next(self) -> asyncio.Future[Optional[ingest_pb2.IngestItem]]:
        if self._pending is None:
            self._pending = asyncio.ensure_future(self._pull())
        return self._pending

    def take(self) -> Optional[ingest_pb2.IngestItem]:
        assert self._pending is not None
        item, self._pending = self._pending.result(), None
        return item

    def close(self) -> None:
        if self._pending is not None:
            self._pending.cancel()

    async def _pull(self) -> Optional[ingest_pb2.IngestItem]:
        if self._plain is not None:
            return next(self._plain, None)
        assert self._iterator is not None
        try:
            return await self._iterator.__anext__()
        except StopAsyncIteration:
            return None


async def _settled(awaitable: Awaitable[Any]) -> Any:
    """Its result. For grpc.aio a call that the far side cancelled is a CancelledError: here it is a PledgeError, so
    that it differs from the cancellation of the caller."""
    task = asyncio.ensure_future(awaitable)
    try:
        await asyncio.wait({task})
    except asyncio.CancelledError:
        task.cancel()
        raise
    if task.cancelled():
        raise PledgeError(grpc.StatusCode.CANCELLED, "the call was cancelled")
    with errors():
        return task.result()


async def _read(call: Any) -> Any:
    """The next message; None at the end of the stream."""
    message = await _settled(call.read())
    return None if message is grpc.aio.EOF else message


async def _send(sending: Awaitable[Any]) -> None:
    try:
        await _settled(sending)
    except (asyncio.InvalidStateError, PledgeError):
        pass  # the call is over, and reading tells why


async def _leave(call: Any, reading: asyncio.Future[Any]) -> None:
    call.cancel()
    reading.cancel()
    await asyncio.gather(reading, return_exceptions=True)
