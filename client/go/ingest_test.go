package pledge

import (
	"bytes"
	"context"
	"errors"
	"reflect"
	"testing"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	v1 "pledge.dev/gen/pledge/v1"
)

// run ingests items and gives the sequences of their results.
func run(t *testing.T, server *fakeServer, options IngestOptions, items ...*v1.IngestItem) ([]int64, error) {
	t.Helper()
	source := make(chan *v1.IngestItem, len(items))
	for _, item := range items {
		source <- item
	}
	close(source)
	options.Collection, options.SessionID = "c", "s"
	var sequences []int64
	err := Ingest(context.Background(), server.start(t), options, source, func(result *v1.IngestResult) error {
		sequences = append(sequences, result.Sequence)
		return nil
	})
	return sequences, err
}

func items(count int) []*v1.IngestItem {
	out := make([]*v1.IngestItem, count)
	for i := range out {
		out[i] = &v1.IngestItem{DocumentId: "d"}
	}
	return out
}

func expectSequences(t *testing.T, got []int64, err error, wanted ...int64) {
	t.Helper()
	if err != nil || !reflect.DeepEqual(got, wanted) {
		t.Errorf("got %v, %v; wanted %v", got, err, wanted)
	}
}

func expectError(t *testing.T, err error, code codes.Code, reason string) {
	t.Helper()
	var failure *Error
	if !errors.As(err, &failure) || failure.Code != code || failure.Reason != reason {
		t.Errorf("got %v; wanted %v %s", err, code, reason)
	}
}

// receiveSequences reads so many items.
func receiveSequences(stream v1.IngestService_StreamIngestServer, count int) []int64 {
	var sequences []int64
	for len(sequences) < count {
		request, err := stream.Recv()
		if err != nil {
			break
		}
		sequences = append(sequences, request.GetItem().GetSequence())
	}
	return sequences
}

func TestIngestGivesResultsInTheOrderOfTheItems(t *testing.T) {
	reversed := func(stream v1.IngestService_StreamIngestServer) error {
		_ = stream.Send(opened(0, 4))
		receiveSequences(stream, 4)
		_ = stream.Send(ack(0, created(4), created(3), created(2)))
		return stream.Send(ack(4, created(1)))
	}
	got, err := run(t, &fakeServer{ingests: []ingestScript{reversed}}, IngestOptions{}, items(4)...)
	expectSequences(t, got, err, 1, 2, 3, 4)
}

func TestIngestKeepsToTheCreditAndResendsWhatHadNoResult(t *testing.T) {
	var first, second []int64
	breaks := func(stream v1.IngestService_StreamIngestServer) error {
		_ = stream.Send(opened(0, 3))
		first = receiveSequences(stream, 3)
		_ = stream.Send(ack(1, created(1)))
		return status.Error(codes.Unavailable, "cut")
	}
	goesOn := func(stream v1.IngestService_StreamIngestServer) error {
		_ = stream.Send(opened(1, 2))
		second = receiveSequences(stream, 2)
		_ = stream.Send(ack(3, created(2), created(3)))
		return good(3)(stream)
	}
	cuts := 0
	options := IngestOptions{Progress: func(progress Progress) {
		if progress.Cut != nil {
			cuts++
		}
	}}
	got, err := run(t, &fakeServer{ingests: []ingestScript{breaks, goesOn}}, options, items(3)...)
	expectSequences(t, got, err, 1, 2, 3)
	if !reflect.DeepEqual(first, []int64{1, 2, 3}) || !reflect.DeepEqual(second, []int64{2, 3}) || cuts != 1 {
		t.Errorf("sent %v, then %v; %d cuts", first, second, cuts)
	}
}

func TestIngestResendsWhatWasTurnedAway(t *testing.T) {
	busy := failure(codes.ResourceExhausted, "SERVER_BUSY", 10*time.Millisecond).Proto()
	turnsAway := func(stream v1.IngestService_StreamIngestServer) error {
		_ = stream.Send(opened(0, 2))
		receiveSequences(stream, 2)
		retry := &v1.IngestResult{Sequence: 2, Outcome: v1.IngestOutcome_INGEST_OUTCOME_RETRY, Status: busy}
		return stream.Send(ack(1, created(1), retry))
	}
	got, err := run(t, &fakeServer{ingests: []ingestScript{turnsAway, good(1)}}, IngestOptions{}, items(3)...)
	expectSequences(t, got, err, 1, 2, 3)
}

func TestIngestGoesOnWhenTheServerDrains(t *testing.T) {
	drains := func(stream v1.IngestService_StreamIngestServer) error {
		_ = stream.Send(opened(0, 1))
		receiveSequences(stream, 1)
		draining := &v1.StreamIngestResponse_Draining_{Draining: &v1.StreamIngestResponse_Draining{}}
		_ = stream.Send(&v1.StreamIngestResponse{Message: draining})
		return stream.Send(ack(1, created(1)))
	}
	got, err := run(t, &fakeServer{ingests: []ingestScript{drains, good(1)}}, IngestOptions{}, items(3)...)
	expectSequences(t, got, err, 1, 2, 3)
}

func TestIngestLeavesASilentServer(t *testing.T) {
	silent := func(stream v1.IngestService_StreamIngestServer) error {
		<-stream.Context().Done()
		return nil
	}
	options := IngestOptions{StallTimeout: 300 * time.Millisecond}
	got, err := run(t, &fakeServer{ingests: []ingestScript{silent, good(0)}}, options, items(2)...)
	expectSequences(t, got, err, 1, 2)
}

func TestIngestPassesOverWhatAnEarlierRunHasSent(t *testing.T) {
	got, err := run(t, &fakeServer{ingests: []ingestScript{good(2)}}, IngestOptions{}, items(3)...)
	expectSequences(t, got, err, 3)
}

func TestIngestRefusesASessionWithMoreItems(t *testing.T) {
	_, err := run(t, &fakeServer{ingests: []ingestScript{good(5)}}, IngestOptions{}, items(3)...)
	expectError(t, err, codes.FailedPrecondition, "")
}

func TestIngestSaysWhenAcknowledgedItemsAreGone(t *testing.T) {
	breaks := func(stream v1.IngestService_StreamIngestServer) error {
		_ = stream.Send(opened(0, 1))
		receiveSequences(stream, 1)
		_ = stream.Send(ack(1, created(1)))
		return status.Error(codes.Unavailable, "cut")
	}
	_, err := run(t, &fakeServer{ingests: []ingestScript{breaks, good(0)}}, IngestOptions{}, items(3)...)
	expectError(t, err, codes.DataLoss, "")
}

func TestIngestEndsWhenAnotherProcessFeedsTheSession(t *testing.T) {
	fenced := func(v1.IngestService_StreamIngestServer) error {
		return failure(codes.Aborted, "SESSION_FENCED", 0).Err()
	}
	_, err := run(t, &fakeServer{ingests: []ingestScript{fenced}}, IngestOptions{}, items(1)...)
	expectError(t, err, codes.Aborted, "SESSION_FENCED")
}

func TestIngestGivesUp(t *testing.T) {
	broken := func(v1.IngestService_StreamIngestServer) error { return status.Error(codes.Unavailable, "cut") }
	server := &fakeServer{}
	for i := 0; i < 100; i++ {
		server.ingests = append(server.ingests, broken)
	}
	_, err := run(t, server, IngestOptions{GiveUpAfter: 500 * time.Millisecond}, items(1)...)
	expectError(t, err, codes.Unavailable, "")
}

func TestIngestSendsALargeDocumentInPieces(t *testing.T) {
	data := bytes.Repeat([]byte("0123456789"), 500_000)
	var pieces []byte
	assembles := func(stream v1.IngestService_StreamIngestServer) error {
		_ = stream.Send(opened(0, 1))
		head, err := stream.Recv()
		for err == nil && int64(len(pieces)) < head.GetItem().GetChunked().GetTotalSize() {
			var request *v1.StreamIngestRequest
			request, err = stream.Recv()
			pieces = append(pieces, request.GetChunk().GetData()...)
		}
		return stream.Send(ack(1, created(1)))
	}
	item := &v1.IngestItem{Content: &v1.DocumentContent{Data: data}}
	got, err := run(t, &fakeServer{ingests: []ingestScript{assembles}}, IngestOptions{}, item)
	expectSequences(t, got, err, 1)
	if !bytes.Equal(pieces, data) {
		t.Errorf("%d of %d bytes came, or others", len(pieces), len(data))
	}
}

func TestIngestEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), 200*time.Millisecond)
	defer cancel()
	never := make(chan *v1.IngestItem)
	server := &fakeServer{ingests: []ingestScript{good(0)}}
	options := IngestOptions{Collection: "c", SessionID: "s"}
	err := Ingest(ctx, server.start(t), options, never, func(*v1.IngestResult) error { return nil })
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
}
