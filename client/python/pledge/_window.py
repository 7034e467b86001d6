"""The bookkeeping of an ingest: what is underway, what must be sent again, which results are due. No clock, no
stream, no thread; shared by sync and asyncio."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Dict, Iterator, List, Optional

import grpc

from pledge import _attempts
from pledge.errors import DataLoss, FailedPrecondition, PledgeError
from pledge.v1 import ingest_service_pb2 as ingest_pb2

_MAX_CONTENT_BYTES = 4 << 20  # a document above this goes in pieces


@dataclass(frozen=True)
class Progress:
    """Given to the progress callback after each acknowledgement and at each cut."""

    durable_sequence: int  # every item up to here has its durable result
    in_flight: int  # items sent and without result
    results: int  # results of this run
    cut: Optional[PledgeError] = None  # set when the stream was cut and will be resumed


class IngestWindow:
    """Items of one run from being pulled to their final result, across the streams it takes."""

    def __init__(self, session_name: str) -> None:
        self._session_name = session_name
        self._sent: Dict[int, ingest_pb2.IngestItem] = {}  # without final result, by sequence
        self._ready: Dict[int, ingest_pb2.IngestResult] = {}  # not given out yet
        self._pulled = 0  # sequence of the last item pulled
        self._first_durable = -1  # sequence up to which an earlier run has sent the items; -1: not known yet
        self._given_out = 0  # sequence up to which results are given out
        self._max_items = self._max_bytes = 0
        self._piece_bytes = 1 << 20
        self._bytes = 0
        self._all_pulled = False
        self._is_attached = False  # this stream is open, and what must be sent again is on its way
        self._cause: Optional[PledgeError] = None  # why this stream takes no more items
        self.durable_sequence = 0
        self.results = 0

    @property
    def has_room(self) -> bool:
        """Whether another item should be pulled and added."""
        if self.closes or not self._is_attached:
            return False
        has_credit = len(self._sent) < self._max_items and self._bytes < self._max_bytes
        return has_credit or self._pulled < self._first_durable

    @property
    def closes(self) -> bool:
        """Whether nothing more goes out on this stream; the server then ends it after its last result."""
        return self._is_attached and (self._all_pulled or self._cause is not None)

    @property
    def awaits_answer(self) -> bool:
        return not self._is_attached or bool(self._sent) or self.closes

    @property
    def progress(self) -> Progress:
        return Progress(self.durable_sequence, len(self._sent), self.results)

    def open(self) -> ingest_pb2.StreamIngestRequest:
        """The first request of a stream."""
        self._cause = None
        self._is_attached = False
        return ingest_pb2.StreamIngestRequest(
            open=ingest_pb2.StreamIngestRequest.Open(ingest_session=self._session_name)
        )

    def add(self, item: Optional[ingest_pb2.IngestItem]) -> Iterator[ingest_pb2.StreamIngestRequest]:
        """Takes the next item, None at their end. Gives what to send; nothing for one of an earlier run."""
        if item is None:
            self._all_pulled = True
            return
        self._pulled += 1
        if self._pulled <= self._first_durable:
            return
        numbered = ingest_pb2.IngestItem()
        numbered.CopyFrom(item)
        numbered.sequence = self._pulled
        self._sent[self._pulled] = numbered
        self._bytes += len(numbered.content.data)
        yield from self._requests(numbered)

    def take(self, message: ingest_pb2.StreamIngestResponse) -> Iterator[ingest_pb2.StreamIngestRequest]:
        """Takes an answer. Gives what to send: after the first answer of a stream what is to be sent again."""
        kind = message.WhichOneof("message")
        if kind == "opened":
            yield from self._attach(message.opened)
        elif kind == "ack":
            self._acknowledge(message.ack)
        elif kind == "credit":
            self._max_items, self._max_bytes = message.credit.max_items, message.credit.max_bytes
        elif kind == "draining":
            self._cause = self._cause or _attempts.ended()

    def due(self) -> List[ingest_pb2.IngestResult]:
        """Results that can be given out, in the order of the items."""
        results = []
        while self._given_out + 1 in self._ready:
            self._given_out += 1
            results.append(self._ready.pop(self._given_out))
        return results

    def check_end(self) -> None:
        """The stream has ended with OK. Raises why another one is needed; returns when all is done."""
        if self._cause or self._sent or not self._all_pulled:
            raise self._cause or _attempts.ended()
        if self._pulled < self._first_durable:
            message = f"the session holds {self._first_durable} items, but there are only {self._pulled}"
            raise FailedPrecondition(grpc.StatusCode.FAILED_PRECONDITION, message)

    def _attach(self, opened: ingest_pb2.StreamIngestResponse.Opened) -> Iterator[ingest_pb2.StreamIngestRequest]:
        self._max_items, self._max_bytes = opened.credit.max_items, opened.credit.max_bytes
        self._piece_bytes = opened.max_chunk_bytes or self._piece_bytes
        durable = opened.session.durable_sequence
        if self._first_durable < 0:
            self._first_durable = self._given_out = durable
        elif durable < self.durable_sequence:
            message = f"the session holds {durable} items, but {self.durable_sequence} were acknowledged"
            raise DataLoss(grpc.StatusCode.DATA_LOSS, message)
        self.durable_sequence = durable
        self._is_attached = True
        # Durable ones as well: the server answers them again, and so each item gets its result.
        for item in list(self._sent.values()):
            yield from self._requests(item)

    def _acknowledge(self, ack: ingest_pb2.StreamIngestResponse.Ack) -> None:
        self.durable_sequence = max(self.durable_sequence, ack.durable_sequence)
        for result in ack.results:
            if result.sequence not in self._sent:
                continue
            if result.outcome == ingest_pb2.INGEST_OUTCOME_RETRY:
                # What was sent after it is turned away too: all goes again, on a stream of its own.
                self._cause = PledgeError.from_status(result.status)
                continue
            self._bytes -= len(self._sent.pop(result.sequence).content.data)
            self._ready[result.sequence] = result
            self.results += 1

    def _requests(self, item: ingest_pb2.IngestItem) -> Iterator[ingest_pb2.StreamIngestRequest]:
        data = item.content.data
        if len(data) <= _MAX_CONTENT_BYTES:
            yield ingest_pb2.StreamIngestRequest(item=item)
            return
        head = ingest_pb2.IngestItem()
        head.CopyFrom(item)
        head.ClearField("content")
        head.chunked.total_size = len(data)
        head.chunked.charset = item.content.charset
        head.chunked.sha256 = item.content.expected_sha256 or hashlib.sha256(data).digest()
        yield ingest_pb2.StreamIngestRequest(item=head)
        for offset in range(0, len(data), self._piece_bytes):
            piece = data[offset : offset + self._piece_bytes]
            chunk = ingest_pb2.IngestChunk(sequence=item.sequence, offset=offset, data=piece)
            yield ingest_pb2.StreamIngestRequest(chunk=chunk)
