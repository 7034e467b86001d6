"""Where a watch stands: puts commits together that were cut, and remembers what to resume after. Shared by sync
and asyncio."""

from __future__ import annotations

from typing import Optional

from pledge.v1 import watch_service_pb2 as watch_pb2

_DEFAULT_INTERVAL = 10.0  # seconds; WatchChangesRequest.checkpoint_interval
_MISSED_HEARTBEATS = 3


class WatchCursor:
    def __init__(self, request: watch_pb2.WatchChangesRequest, heartbeat_timeout: Optional[float]) -> None:
        self.request = watch_pb2.WatchChangesRequest()
        self.request.CopyFrom(request)
        interval = request.checkpoint_interval.ToTimedelta().total_seconds() or _DEFAULT_INTERVAL
        self.heartbeat_timeout = heartbeat_timeout or max(1.0, _MISSED_HEARTBEATS * interval)
        self._whole = watch_pb2.WatchChangesResponse()

    def restart(self) -> watch_pb2.WatchChangesRequest:
        """The request of a new stream; half a commit of the old one is forgotten."""
        self._whole = watch_pb2.WatchChangesResponse()
        return self.request

    def take(self, message: watch_pb2.WatchChangesResponse) -> Optional[watch_pb2.WatchChangesResponse]:
        """Whole commits, or None while one goes on in the next message."""
        self._whole.MergeFrom(message)
        if message.continues:
            return None
        whole, self._whole = self._whole, watch_pb2.WatchChangesResponse()
        whole.continues = False
        if whole.resume_token:
            self.request.resume_token = whole.resume_token
        return whole
