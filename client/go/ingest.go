package pledge

import (
	"context"
	"fmt"
	"io"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/status"

	v1 "pledge.dev/gen/pledge/v1"
)

const callTimeout = 30 * time.Second

// Progress is told after each acknowledgement and at each cut.
type Progress struct {
	DurableSequence int64 // every item up to here has its durable result
	InFlight        int   // items sent and without result
	Results         int64 // results of this run
	Cut             error // set when the stream was cut and will be resumed
}

// IngestOptions says where items go. Only Collection and SessionID must be set.
type IngestOptions struct {
	Collection   string
	SessionID    string
	Progress     func(Progress)
	StallTimeout time.Duration // a stream that owes answers and is silent for so long counts as cut; default 60 s
	GiveUpAfter  time.Duration // without a new result for so long Ingest fails; default 2 min
}

// Ingest sends items until their channel is closed and gives the final result of each, in their order, to handle, on
// the goroutine of the caller. Each item is stored or refused exactly once, through cut streams, restarts of the server
// and, when called again with the same session and items, restarts of the caller.
//
// Items are pulled as the server gives credit; their sequences are numbered here. Items that an earlier run with this
// session has sent are pulled and passed over: the same items in the same order, or the server refuses them. A refused
// item is a result with outcome REJECTED and its status, and no error.
//
// Returns nil when all items have their results; the error of handle or ctx; the cause of the last cut when it was given
// up; what forbids to go on, such as SESSION_FENCED (another process feeds the session). A later run may go on.
func Ingest(ctx context.Context, conn grpc.ClientConnInterface, options IngestOptions, items <-chan *v1.IngestItem,
	handle func(*v1.IngestResult) error) error {
	if options.StallTimeout == 0 {
		options.StallTimeout = time.Minute
	}
	if options.GiveUpAfter == 0 {
		options.GiveUpAfter = 2 * time.Minute
	}
	parent := "collections/" + options.Collection
	run := &ingestRun{
		stub:     v1.NewIngestServiceClient(conn),
		options:  options,
		window:   newWindow(fmt.Sprintf("%s/ingestSessions/%s", parent, options.SessionID)),
		attempts: newAttempts(options.GiveUpAfter),
		items:    items,
		handle:   handle,
	}
	session := &v1.CreateIngestSessionRequest{Parent: parent, IngestSessionId: options.SessionID}
	for {
		err := run.openSession(ctx, session)
		if err == nil {
			err = run.attachment(ctx)
		}
		if err == nil {
			return nil
		}
		if err := run.attempts.wait(ctx, err, run.tellCut); err != nil {
			return err
		}
	}
}

type ingestRun struct {
	stub     v1.IngestServiceClient
	options  IngestOptions
	window   *window
	attempts *attempts
	items    <-chan *v1.IngestItem
	handle   func(*v1.IngestResult) error
}

func (r *ingestRun) openSession(ctx context.Context, request *v1.CreateIngestSessionRequest) error {
	ctx, cancel := context.WithTimeout(withRequestID(ctx), callTimeout)
	defer cancel()
	_, err := r.stub.CreateIngestSession(ctx, request)
	return FromError(err)
}

// attachment is one stream. Returns nil when all items have their results, and else why it ended before.
func (r *ingestRun) attachment(ctx context.Context) error {
	streamCtx, cancel := context.WithCancel(withRequestID(ctx))
	defer cancel()
	stream, err := r.stub.StreamIngest(streamCtx)
	if err != nil {
		return FromError(err)
	}
	silence := watchSilence(r.options.StallTimeout, cancel)
	defer silence.owed(false)
	send := func(requests ...*v1.StreamIngestRequest) {
		for _, request := range requests {
			_ = stream.Send(request) // when the call is over, receiving tells why
		}
	}
	send(r.window.open())
	answers := receive(streamCtx, func() (interface{}, error) { return stream.Recv() })
	isClosed := false
	for {
		if r.window.closes() && !isClosed {
			isClosed = true
			_ = stream.CloseSend() // as for Send
		}
		if !r.window.awaitsAnswer() {
			r.attempts.progressed()
		}
		silence.owed(r.window.awaitsAnswer())
		var items <-chan *v1.IngestItem // nil blocks: nothing is pulled without room
		if r.window.hasRoom() {
			items = r.items
		}
		select {
		case <-streamCtx.Done():
			return silence.or(status.FromContextError(streamCtx.Err()).Err())
		case item := <-items: // nil when the channel is closed
			send(r.window.add(item)...)
		case answer := <-answers:
			silence.owed(false)
			if answer.err == io.EOF {
				return r.window.end()
			}
			if answer.err != nil {
				return silence.or(answer.err)
			}
			if err := r.take(answer.message.(*v1.StreamIngestResponse), send); err != nil {
				return err
			}
		}
	}
}

func (r *ingestRun) take(message *v1.StreamIngestResponse, send func(...*v1.StreamIngestRequest)) error {
	requests, err := r.window.take(message)
	if err != nil {
		return err
	}
	send(requests...)
	if r.options.Progress != nil && message.GetAck() != nil {
		r.options.Progress(Progress{r.window.durable, len(r.window.sent), r.window.results, nil})
	}
	for _, result := range r.window.due() {
		r.attempts.progressed()
		if err := r.handle(result); err != nil {
			return err
		}
	}
	return nil
}

func (r *ingestRun) tellCut(cause error) {
	if r.options.Progress != nil {
		r.options.Progress(Progress{r.window.durable, 0, r.window.results, cause})
	}
}

type received struct {
	message interface{}
	err     error
}

// receive reads a stream on a goroutine of its own, until it ends or its context does.
func receive(ctx context.Context, next func() (interface{}, error)) <-chan received {
	out := make(chan received)
	go func() {
		for {
			message, err := next()
			select {
			case out <- received{message, err}:
			case <-ctx.Done():
				return
			}
			if err != nil {
				return
			}
		}
	}()
	return out
}
