package pledge

import (
	"context"
	"io"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	v1 "pledge.dev/gen/pledge/v1"
)

const (
	defaultCheckpointInterval = 10 * time.Second // as WatchChangesRequest has it
	missedHeartbeats          = 3
)

// WatchOptions may be left as they are.
type WatchOptions struct {
	HeartbeatTimeout time.Duration // a stream silent for so long counts as cut; default: three checkpoint intervals
	GiveUpAfter      time.Duration // without a message for so long Watch fails; default 2 min
}

// Watch follows changes through cuts: none is missed, none is given twice. Each message that handle gets, on the
// goroutine of the caller, holds whole commits; one without changes tells that all is well. Keep the resume token of
// the last message that was dealt with: a request with it goes on behind that message.
//
// Ends with the error of handle or ctx; the cause of the last cut when it was given up; what forbids to go on, such as
// HISTORY_TRIMMED. When the server closes as planned, the stream is opened again at once.
func Watch(ctx context.Context, conn grpc.ClientConnInterface, request *v1.WatchChangesRequest, options WatchOptions,
	handle func(*v1.WatchChangesResponse) error) error {
	run := &watchRun{
		stub:             v1.NewWatchServiceClient(conn),
		request:          proto.Clone(request).(*v1.WatchChangesRequest),
		heartbeatTimeout: options.HeartbeatTimeout,
		handle:           handle,
	}
	if run.heartbeatTimeout == 0 {
		interval := request.GetCheckpointInterval().AsDuration()
		if interval == 0 {
			interval = defaultCheckpointInterval
		}
		run.heartbeatTimeout = time.Second + missedHeartbeats*interval
	}
	if options.GiveUpAfter == 0 {
		options.GiveUpAfter = 2 * time.Minute
	}
	run.attempts = newAttempts(options.GiveUpAfter)
	for {
		if err := run.stream(ctx); err != nil {
			if err := run.attempts.wait(ctx, err, nil); err != nil {
				return err
			}
		}
	}
}

type watchRun struct {
	stub             v1.WatchServiceClient
	request          *v1.WatchChangesRequest
	heartbeatTimeout time.Duration
	attempts         *attempts
	handle           func(*v1.WatchChangesResponse) error
}

// stream is one stream. Returns nil at a planned close.
func (r *watchRun) stream(ctx context.Context) error {
	streamCtx, cancel := context.WithCancel(withRequestID(ctx))
	defer cancel()
	stream, err := r.stub.WatchChanges(streamCtx, r.request)
	if err != nil {
		return FromError(err)
	}
	silence := watchSilence(r.heartbeatTimeout, cancel)
	defer silence.owed(false)
	answers := receive(streamCtx, func() (interface{}, error) { return stream.Recv() })
	whole := &v1.WatchChangesResponse{} // of a commit that was cut
	for {
		silence.owed(true)
		select {
		case <-streamCtx.Done():
			return silence.or(status.FromContextError(streamCtx.Err()).Err())
		case answer := <-answers:
			silence.owed(false)
			if answer.err == io.EOF {
				return streamEnded()
			}
			if answer.err != nil {
				return silence.or(answer.err)
			}
			message := answer.message.(*v1.WatchChangesResponse)
			proto.Merge(whole, message)
			if message.Continues {
				continue
			}
			if err := r.give(whole); err != nil || whole.ClosingIn != nil {
				return err
			}
			whole = &v1.WatchChangesResponse{}
		}
	}
}

func (r *watchRun) give(whole *v1.WatchChangesResponse) error {
	whole.Continues = false
	if whole.ResumeToken != "" {
		r.request.ResumeToken = whole.ResumeToken
	}
	r.attempts.progressed()
	return r.handle(whole)
}
