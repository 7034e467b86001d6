"""Client of Pledge, the store of government reply letters. See README.md.

The messages and plain stubs are in pledge.v1, the same functions for asyncio in pledge.aio.
"""

from pledge._ingest import ingest
from pledge._watch import watch
from pledge._window import Progress
from pledge.connection import channel_options, connect
from pledge.errors import (
    Aborted,
    AlreadyExists,
    DataLoss,
    FailedPrecondition,
    InvalidArgument,
    NotFound,
    OutOfRange,
    PledgeError,
    ResourceExhausted,
    Unavailable,
    errors,
)

__all__ = [
    "Aborted",
    "AlreadyExists",
    "DataLoss",
    "FailedPrecondition",
    "InvalidArgument",
    "NotFound",
    "OutOfRange",
    "PledgeError",
    "Progress",
    "ResourceExhausted",
    "Unavailable",
    "channel_options",
    "connect",
    "errors",
    "ingest",
    "watch",
]
