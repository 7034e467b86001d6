package pledge

import (
	"errors"
	"fmt"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	statuspb "google.golang.org/genproto/googleapis/rpc/status"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// Error is a failed call with the reason and details that the server gives (proto/ERRORS.md). Reach it with
// errors.As; status.FromError works on it too.
type Error struct {
	Code       codes.Code
	Message    string
	Reason     string // stable; empty when the failure is the connection's
	Domain     string
	Metadata   map[string]string
	Fields     []string // paths of the fields at fault
	Resource   string
	RequestID  string
	RetryDelay time.Duration // that the server asks to wait
	status     *status.Status
}

// FromError turns the error of a stub into an *Error; nil stays nil, an error that is none of gRPC's stays as it is.
func FromError(err error) error {
	var own *Error
	if err == nil || errors.As(err, &own) {
		return err
	}
	if s, ok := status.FromError(err); ok {
		return fromStatus(s)
	}
	return err
}

// FromStatus is the error in a result of ingest.
func FromStatus(s *statuspb.Status) *Error { return fromStatus(status.FromProto(s)) }

func (e *Error) Error() string {
	reason := e.Reason
	if reason == "" {
		reason = "without reason"
	}
	return fmt.Sprintf("%v %s: %s", e.Code, reason, e.Message)
}

// GRPCStatus lets status.FromError and status.Code work.
func (e *Error) GRPCStatus() *status.Status { return e.status }

// IsPassing says whether the same call may succeed later.
func (e *Error) IsPassing() bool {
	switch e.Code {
	case codes.Unavailable, codes.DeadlineExceeded:
		return true
	case codes.ResourceExhausted:
		return e.Reason != "DOCUMENT_TOO_LARGE"
	}
	// A proxy that resets a stream whose end the server has told changes the code, not the reason.
	return e.Reason == "DRAINING"
}

// isResumable says whether another stream can go on where this one ended.
func (e *Error) isResumable() bool {
	if e.IsPassing() || e.Reason == "SEQUENCE_GAP" {
		return true
	}
	isOfConnection := e.Code == codes.Canceled || e.Code == codes.Unknown || e.Code == codes.Internal
	return e.Reason == "" && isOfConnection
}

func newError(code codes.Code, format string, arguments ...interface{}) *Error {
	return fromStatus(status.Newf(code, format, arguments...))
}

func fromStatus(s *status.Status) *Error {
	e := &Error{Code: s.Code(), Message: s.Message(), status: s}
	for _, detail := range s.Details() {
		switch d := detail.(type) {
		case *errdetails.ErrorInfo:
			e.Reason, e.Domain, e.Metadata = d.Reason, d.Domain, d.Metadata
		case *errdetails.BadRequest:
			for _, violation := range d.FieldViolations {
				e.Fields = append(e.Fields, violation.Field)
			}
		case *errdetails.ResourceInfo:
			e.Resource = d.ResourceName
		case *errdetails.RequestInfo:
			e.RequestID = d.RequestId
		case *errdetails.RetryInfo:
			e.RetryDelay = d.RetryDelay.AsDuration()
		}
	}
	return e
}
