"""Reads a stream on a thread of its own, so that one can wait for its next message for a limited time."""

from __future__ import annotations

import queue
import threading
from typing import Any, Optional

import grpc

from pledge import _attempts
from pledge.errors import PledgeError

_MAX_WAITING = 16  # messages; then the server feels that nobody takes them


class StreamReader:
    """Owns the call: close() cancels it."""

    def __init__(self, call: Any) -> None:
        self._call = call
        self._inbox: queue.Queue[Any] = queue.Queue(_MAX_WAITING)
        self._thread = threading.Thread(target=self._read, name="pledge-stream", daemon=True)
        self._thread.start()

    def get(self, timeout: Optional[float]) -> Any:
        """The next message; None at the end of the stream. Raises how the stream failed, or that it is silent."""
        try:
            return self._given(self._inbox.get(timeout=timeout))
        except queue.Empty:
            raise _attempts.silent() from None

    def has_message(self) -> bool:
        return not self._inbox.empty()

    def close(self) -> None:
        self._call.cancel()
        while self._thread.is_alive():
            try:
                self._inbox.get(timeout=0.05)  # the thread may wait for room
            except queue.Empty:
                pass

    def _read(self) -> None:
        try:
            for message in self._call:
                self._inbox.put(message)
            self._inbox.put(None)
        except grpc.RpcError as cause:
            self._inbox.put(PledgeError.of(cause))

    @staticmethod
    def _given(message: Any) -> Any:
        if isinstance(message, PledgeError):
            raise message
        return message
