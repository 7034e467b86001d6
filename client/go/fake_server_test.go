package pledge

import (
	"context"
	"net"
	"sync"
	"testing"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/durationpb"

	v1 "pledge.dev/gen/pledge/v1"
)

const sessionName = "collections/c/ingestSessions/s"

type (
	ingestScript func(v1.IngestService_StreamIngestServer) error
	watchScript  func(v1.WatchService_WatchChangesServer) error
)

// fakeServer serves each stream by the next script.
type fakeServer struct {
	v1.UnimplementedIngestServiceServer
	v1.UnimplementedWatchServiceServer
	mutex   sync.Mutex
	ingests []ingestScript
	watches []watchScript
	tokens  []string // that watches began with
}

func (f *fakeServer) CreateIngestSession(context.Context, *v1.CreateIngestSessionRequest) (
	*v1.CreateIngestSessionResponse, error) {
	return &v1.CreateIngestSessionResponse{}, nil
}

func (f *fakeServer) StreamIngest(stream v1.IngestService_StreamIngestServer) error {
	f.mutex.Lock()
	if len(f.ingests) == 0 {
		f.mutex.Unlock()
		return status.Error(codes.FailedPrecondition, "one stream more than the test foresees")
	}
	script := f.ingests[0]
	f.ingests = f.ingests[1:]
	f.mutex.Unlock()
	if first, err := stream.Recv(); err != nil || first.GetOpen().GetIngestSession() != sessionName {
		return status.Error(codes.FailedPrecondition, "no open")
	}
	if err := script(stream); err != nil {
		return err
	}
	for { // as the real server, ends when the client has closed its side
		if _, err := stream.Recv(); err != nil {
			return nil
		}
	}
}

func (f *fakeServer) WatchChanges(request *v1.WatchChangesRequest, stream v1.WatchService_WatchChangesServer) error {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	f.tokens = append(f.tokens, request.ResumeToken)
	if len(f.watches) == 0 {
		return status.Error(codes.FailedPrecondition, "one stream more than the test foresees")
	}
	script := f.watches[0]
	f.watches = f.watches[1:]
	return script(stream)
}

// start gives a connection to the running server.
func (f *fakeServer) start(t *testing.T) *grpc.ClientConn {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := grpc.NewServer()
	v1.RegisterIngestServiceServer(server, f)
	v1.RegisterWatchServiceServer(server, f)
	go func() { _ = server.Serve(listener) }()
	conn, err := Connect(listener.Addr().String(), grpc.WithInsecure())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		conn.Close()
		server.Stop()
	})
	return conn
}

func opened(durable int64, credit int32) *v1.StreamIngestResponse {
	answer := &v1.StreamIngestResponse_Opened{
		Session:       &v1.IngestSession{Name: sessionName, DurableSequence: durable},
		Credit:        &v1.StreamIngestResponse_Credit{MaxItems: credit, MaxBytes: 64 << 20},
		MaxChunkBytes: 1 << 20,
	}
	return &v1.StreamIngestResponse{Message: &v1.StreamIngestResponse_Opened_{Opened: answer}}
}

func ack(durable int64, results ...*v1.IngestResult) *v1.StreamIngestResponse {
	answer := &v1.StreamIngestResponse_Ack{DurableSequence: durable, Results: results}
	return &v1.StreamIngestResponse{Message: &v1.StreamIngestResponse_Ack_{Ack: answer}}
}

func created(sequence int64) *v1.IngestResult {
	return &v1.IngestResult{Sequence: sequence, Outcome: v1.IngestOutcome_INGEST_OUTCOME_CREATED}
}

func failure(code codes.Code, reason string, retryDelay time.Duration) *status.Status {
	s, err := status.New(code, "as the test says").WithDetails(
		&errdetails.ErrorInfo{Reason: reason, Domain: "pledge"},
		&errdetails.RetryInfo{RetryDelay: durationpb.New(retryDelay)})
	if err != nil {
		panic(err)
	}
	return s
}

// good answers every item at once.
func good(durable int64) ingestScript {
	return func(stream v1.IngestService_StreamIngestServer) error {
		if err := stream.Send(opened(durable, 4)); err != nil {
			return err
		}
		for {
			request, err := stream.Recv()
			if err != nil {
				return nil
			}
			if sequence := request.GetItem().GetSequence(); sequence > 0 {
				if sequence > durable {
					durable = sequence
				}
				_ = stream.Send(ack(durable, created(sequence)))
			}
		}
	}
}
