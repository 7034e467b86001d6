"""Client of Pledge, the store of government reply letters. See README.md; the messages are in pledge.v1."""

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
    "ResourceExhausted",
    "Unavailable",
    "channel_options",
    "connect",
    "errors",
]
