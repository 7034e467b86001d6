package pledge

import (
	"context"
	"errors"
	"reflect"
	"testing"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/durationpb"

	v1 "pledge.dev/gen/pledge/v1"
)

var errEnough = errors.New("enough messages")

// follow watches until so many messages came and gives the names in each.
func follow(t *testing.T, server *fakeServer, options WatchOptions, count int) ([][]string, error) {
	t.Helper()
	var names [][]string
	request := &v1.WatchChangesRequest{ResumeToken: "t0"}
	err := Watch(context.Background(), server.start(t), request, options, func(message *v1.WatchChangesResponse) error {
		var inMessage []string
		for _, change := range message.Changes {
			inMessage = append(inMessage, change.Name)
		}
		if names = append(names, inMessage); len(names) == count {
			return errEnough
		}
		return nil
	})
	return names, err
}

func changes(token string, continues bool, names ...string) *v1.WatchChangesResponse {
	message := &v1.WatchChangesResponse{ResumeToken: token, Continues: continues}
	for _, name := range names {
		message.Changes = append(message.Changes, &v1.Change{Name: name})
	}
	return message
}

// says sends messages and ends with the error.
func says(err error, messages ...*v1.WatchChangesResponse) watchScript {
	return func(stream v1.WatchService_WatchChangesServer) error {
		for _, message := range messages {
			_ = stream.Send(message)
		}
		return err
	}
}

// staysAfter sends messages and then nothing.
func staysAfter(messages ...*v1.WatchChangesResponse) watchScript {
	return func(stream v1.WatchService_WatchChangesServer) error {
		_ = says(nil, messages...)(stream)
		<-stream.Context().Done()
		return nil
	}
}

func expectWatched(t *testing.T, server *fakeServer, options WatchOptions, wanted ...[]string) {
	t.Helper()
	got, err := follow(t, server, options, len(wanted))
	if err != errEnough || !reflect.DeepEqual(got, wanted) {
		t.Errorf("got %v, %v; wanted %v", got, err, wanted)
	}
	server.mutex.Lock()
	defer server.mutex.Unlock()
	if !reflect.DeepEqual(server.tokens, []string{"t0", "t1"}) {
		t.Errorf("resumed after %v", server.tokens)
	}
}

func TestWatchPutsACommitTogetherAndForgetsHalfOfOne(t *testing.T) {
	cut := status.Error(codes.Unavailable, "cut")
	server := &fakeServer{watches: []watchScript{
		says(cut, changes("t1", false, "a"), changes("", true, "b")),
		staysAfter(changes("", true, "b"), changes("t2", false, "c")),
	}}
	expectWatched(t, server, WatchOptions{}, []string{"a"}, []string{"b", "c"})
}

func TestWatchOpensAgainAtAPlannedClose(t *testing.T) {
	closing := changes("t1", false, "a")
	closing.ClosingIn = durationpb.New(time.Second)
	server := &fakeServer{watches: []watchScript{staysAfter(closing), staysAfter(changes("t2", false, "b"))}}
	expectWatched(t, server, WatchOptions{}, []string{"a"}, []string{"b"})
}

func TestWatchLeavesAStreamWithoutHeartbeat(t *testing.T) {
	server := &fakeServer{watches: []watchScript{
		staysAfter(changes("t1", false, "a")), staysAfter(changes("t2", false, "b")),
	}}
	expectWatched(t, server, WatchOptions{HeartbeatTimeout: 300 * time.Millisecond}, []string{"a"}, []string{"b"})
}

func TestWatchEndsWithWhatForbidsToGoOn(t *testing.T) {
	trimmed := failure(codes.OutOfRange, "HISTORY_TRIMMED", 0).Err()
	_, err := follow(t, &fakeServer{watches: []watchScript{says(trimmed)}}, WatchOptions{}, 1)
	expectError(t, err, codes.OutOfRange, "HISTORY_TRIMMED")
}
