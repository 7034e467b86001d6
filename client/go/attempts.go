package pledge

import (
	"context"
	"errors"
	"math/rand"
	"sync"
	"time"

	"google.golang.org/grpc/codes"
)

const (
	firstDelay   = 100 * time.Millisecond
	longestDelay = 5 * time.Second
)

// attempts says when a cut call is tried again: after delays that grow and vary by a fifth, so that clients cut
// together do not come back together.
type attempts struct {
	giveUpAfter  time.Duration
	failingSince time.Time
	nextDelay    time.Duration
}

func newAttempts(giveUpAfter time.Duration) *attempts {
	return &attempts{giveUpAfter: giveUpAfter, nextDelay: firstDelay}
}

func (a *attempts) progressed() {
	a.failingSince = time.Time{}
	a.nextDelay = firstDelay
}

// wait sleeps before the next attempt. Returns the error when there is to be none.
func (a *attempts) wait(ctx context.Context, err error, told func(error)) error {
	var cause *Error
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if !errors.As(err, &cause) || !cause.isResumable() {
		return err
	}
	delay := time.Duration(float64(a.nextDelay) * (0.8 + 0.4*rand.Float64()))
	if cause.RetryDelay > delay {
		delay = cause.RetryDelay
	}
	now := time.Now()
	if a.failingSince.IsZero() {
		a.failingSince = now
	}
	if now.Add(delay).After(a.failingSince.Add(a.giveUpAfter)) {
		return err
	}
	if a.nextDelay *= 2; a.nextDelay > longestDelay {
		a.nextDelay = longestDelay
	}
	if told != nil {
		told(cause)
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(delay):
		return nil
	}
}

// streamEnded is how a stream failed, that was ended by the server before there was nothing left to say.
func streamEnded() error { return newError(codes.Unavailable, "the server ended the stream") }

// silence cancels a stream whose server owes a message and says nothing. For one goroutine.
type silence struct {
	timer *time.Timer
	limit time.Duration
	fired chan struct{}
}

func watchSilence(limit time.Duration, cancel context.CancelFunc) *silence {
	fired := make(chan struct{})
	var once sync.Once // a timer that is set again as it fires may fire again
	timer := time.AfterFunc(limit, func() {
		once.Do(func() { close(fired) })
		cancel()
	})
	return &silence{timer, limit, fired}
}

// owed begins to wait anew when a message is owed, and waits no more when none is.
func (s *silence) owed(isOwed bool) {
	s.timer.Stop()
	select {
	case <-s.fired:
	default:
		if isOwed {
			s.timer.Reset(s.limit)
		}
	}
}

// or is the error of the stream, or that the server was silent.
func (s *silence) or(err error) error {
	select {
	case <-s.fired:
		return newError(codes.Unavailable, "the server does not answer")
	default:
		return FromError(err)
	}
}
