"""Channels with the settings that Pledge ships for its clients."""

from __future__ import annotations

import importlib.resources
import uuid
from typing import List, Optional, Tuple

import grpc

# AnalyzeDocument answers with the text and all records of a document; gRPC's own limit is 4 MiB.
_MAX_RECEIVE_BYTES = 256 << 20


def connect(address: str, credentials: Optional[grpc.ChannelCredentials] = None) -> grpc.Channel:
    """A channel to HOST:PORT or unix:PATH; plaintext without credentials.

    Unary calls that can be repeated are retried as service_config.json says; streams are not, for ingest()
    and watch() resume them.
    """
    if credentials is None:
        return grpc.insecure_channel(address, options=channel_options())
    return grpc.secure_channel(address, credentials, options=channel_options())


def channel_options() -> List[Tuple[str, object]]:
    """For channels that are made in another way."""
    return [
        ("grpc.service_config", _service_config()),
        ("grpc.max_receive_message_length", _MAX_RECEIVE_BYTES),
        # gRPC waits up to two minutes between attempts to connect.
        ("grpc.initial_reconnect_backoff_ms", 100),
        ("grpc.max_reconnect_backoff_ms", 2000),
    ]


def _service_config() -> str:
    return importlib.resources.files("pledge").joinpath("service_config.json").read_text(encoding="utf-8")


def request_metadata() -> List[Tuple[str, str]]:
    """A new x-request-id, which the server writes to its log and repeats in errors."""
    return [("x-request-id", uuid.uuid4().hex[:16])]
