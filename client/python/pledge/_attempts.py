"""When a cut call is tried again, and after how long. Shared by ingest and watch, sync and asyncio."""

from __future__ import annotations

import random
import time
from typing import Optional

import grpc

from pledge.errors import PledgeError, Unavailable

FIRST_DELAY = 0.1  # seconds
LONGEST_DELAY = 5.0


def silent() -> PledgeError:
    """The server owes an answer and says nothing."""
    return Unavailable(grpc.StatusCode.UNAVAILABLE, "the server does not answer")


def ended() -> PledgeError:
    """The server has ended a stream in order, before there was nothing left to say."""
    return Unavailable(grpc.StatusCode.UNAVAILABLE, "the server ended the stream")


class Attempts:
    """Growing delays that vary by a fifth, so that clients cut together do not come back together."""

    def __init__(self, give_up_after: float) -> None:
        self._give_up_after = give_up_after
        self._failing_since: Optional[float] = None
        self._next_delay = FIRST_DELAY

    def progressed(self) -> None:
        self._failing_since = None
        self._next_delay = FIRST_DELAY

    def delay_after(self, error: PledgeError) -> float:
        """Seconds to wait before the next attempt. Raises the error when there is to be none."""
        resumable = error.is_passing or error.is_of_connection or error.reason == "SEQUENCE_GAP"
        delay = max(self._next_delay * random.uniform(0.8, 1.2), error.retry_delay)
        now = time.monotonic()
        self._failing_since = self._failing_since or now
        if not resumable or now + delay > self._failing_since + self._give_up_after:
            raise error
        self._next_delay = min(2 * self._next_delay, LONGEST_DELAY)
        return delay
