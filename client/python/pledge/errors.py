"""Failures of calls as exceptions, with the reason and details that the server gives (proto/ERRORS.md)."""

from __future__ import annotations

import contextlib
from typing import Dict, Iterator, List, Optional, Type

import grpc
from google.protobuf import any_pb2
from google.rpc import error_details_pb2, status_pb2

_DETAILS_KEY = "grpc-status-details-bin"
_CODES = {code.value[0]: code for code in grpc.StatusCode}


class PledgeError(Exception):
    """A call failed. Its cause, where it came from a stub, is the grpc.RpcError."""

    def __init__(self, code: grpc.StatusCode, message: str, details: Optional[status_pb2.Status] = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.reason = ""  # stable, as in ERRORS.md; empty when the failure is the connection's
        self.domain = ""
        self.metadata: Dict[str, str] = {}
        self.fields: List[str] = []  # paths of the fields at fault
        self.resource = ""
        self.request_id = ""
        self.retry_delay = 0.0  # seconds that the server asks to wait
        for detail in details.details if details else ():
            self._read(detail)

    def __str__(self) -> str:
        return f"{self.code.name} {self.reason or 'without reason'}: {self.message}"

    @staticmethod
    def of(cause: grpc.RpcError) -> PledgeError:
        """The error that a stub has raised. Works for grpc and for grpc.aio."""
        details = status_pb2.Status()
        for key, value in cause.trailing_metadata() or ():
            if key == _DETAILS_KEY:
                details = status_pb2.Status.FromString(value)
        error = _class_of(cause.code())(cause.code(), cause.details() or "", details)
        error.__cause__ = cause
        return error

    @staticmethod
    def from_status(status: status_pb2.Status) -> PledgeError:
        """The error in a result of ingest."""
        code = _CODES.get(status.code, grpc.StatusCode.UNKNOWN)
        return _class_of(code)(code, status.message, status)

    @property
    def is_passing(self) -> bool:
        """Whether the same call may succeed later."""
        if self.code == grpc.StatusCode.RESOURCE_EXHAUSTED:
            return self.reason != "DOCUMENT_TOO_LARGE"
        # A proxy that resets a stream whose end the server has told changes the code, not the reason.
        if self.reason == "DRAINING":
            return True
        return self.code in (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED)

    @property
    def is_of_connection(self) -> bool:
        """Whether it tells of a broken connection and not of the server's decision."""
        return not self.reason and self.code in (
            grpc.StatusCode.CANCELLED,
            grpc.StatusCode.UNKNOWN,
            grpc.StatusCode.INTERNAL,
        )

    def _read(self, detail: any_pb2.Any) -> None:
        for kind in (
            error_details_pb2.ErrorInfo(),
            error_details_pb2.BadRequest(),
            error_details_pb2.ResourceInfo(),
            error_details_pb2.RequestInfo(),
            error_details_pb2.RetryInfo(),
        ):
            if not detail.Unpack(kind):
                continue
            if isinstance(kind, error_details_pb2.ErrorInfo):
                self.reason, self.domain, self.metadata = kind.reason, kind.domain, dict(kind.metadata)
            elif isinstance(kind, error_details_pb2.BadRequest):
                self.fields = [violation.field for violation in kind.field_violations]
            elif isinstance(kind, error_details_pb2.ResourceInfo):
                self.resource = kind.resource_name
            elif isinstance(kind, error_details_pb2.RequestInfo):
                self.request_id = kind.request_id
            elif isinstance(kind, error_details_pb2.RetryInfo):
                self.retry_delay = kind.retry_delay.ToTimedelta().total_seconds()


class InvalidArgument(PledgeError):
    """The call must be mended."""


class NotFound(PledgeError):
    """Nothing has this name."""


class AlreadyExists(PledgeError):
    """Something has this name."""


class Aborted(PledgeError):
    """Another write came first."""


class FailedPrecondition(PledgeError):
    """The state must be changed first."""


class OutOfRange(PledgeError):
    """To go on from the place in the metadata."""


class ResourceExhausted(PledgeError):
    """A limit was reached; see is_passing and retry_delay."""


class Unavailable(PledgeError):
    """To be tried again after retry_delay."""


class DataLoss(PledgeError):
    """Stored bytes are lost or broken: call an operator."""


def _class_of(code: grpc.StatusCode) -> Type[PledgeError]:
    for kind in PledgeError.__subclasses__():
        if kind.__name__.upper() == code.name.replace("_", ""):
            return kind
    return PledgeError


@contextlib.contextmanager
def errors() -> Iterator[None]:
    """Within it, what a stub raises becomes a PledgeError; in `async` code as well.

    with pledge.errors():
        documents.GetDocument(request, timeout=5)
    """
    try:
        yield
    except grpc.RpcError as cause:
        raise PledgeError.of(cause) from cause


