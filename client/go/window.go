package pledge

import (
	"crypto/sha256"
	"sort"

	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/proto"

	v1 "pledge.dev/gen/pledge/v1"
)

const maxContentBytes = 4 << 20 // a document above this goes in pieces

// window is the bookkeeping of an ingest: what is underway, what must be sent again, which results are due. No clock,
// no stream.
type window struct {
	sessionName  string
	sent         map[int64]*v1.IngestItem   // without final result
	ready        map[int64]*v1.IngestResult // not given out yet
	pulled       int64                      // sequence of the last item pulled
	firstDurable int64                      // up to here an earlier run has sent the items; -1: not known yet
	givenOut     int64                      // up to here results are given out
	durable      int64
	results      int64
	maxItems     int
	maxBytes     int
	bytes        int
	pieceBytes   int
	allPulled    bool
	attached     bool  // this stream is open, and what must be sent again is on its way
	cause        error // why this stream takes no more items
}

func newWindow(sessionName string) *window {
	return &window{
		sessionName:  sessionName,
		sent:         map[int64]*v1.IngestItem{},
		ready:        map[int64]*v1.IngestResult{},
		firstDurable: -1,
		pieceBytes:   1 << 20,
	}
}

// hasRoom says whether another item should be pulled and added.
func (w *window) hasRoom() bool {
	if w.closes() || !w.attached {
		return false
	}
	hasCredit := len(w.sent) < w.maxItems && w.bytes < w.maxBytes
	return hasCredit || w.pulled < w.firstDurable
}

// closes says whether nothing more goes out on this stream; the server then ends it after its last result.
func (w *window) closes() bool { return w.attached && (w.allPulled || w.cause != nil) }

func (w *window) awaitsAnswer() bool { return !w.attached || len(w.sent) > 0 || w.closes() }

// open is the first request of a stream.
func (w *window) open() *v1.StreamIngestRequest {
	w.cause, w.attached = nil, false
	open := &v1.StreamIngestRequest_Open{IngestSession: w.sessionName}
	return &v1.StreamIngestRequest{Message: &v1.StreamIngestRequest_Open_{Open: open}}
}

// add takes the next item, nil at their end. Gives what to send; nothing for one of an earlier run.
func (w *window) add(item *v1.IngestItem) []*v1.StreamIngestRequest {
	if item == nil {
		w.allPulled = true
		return nil
	}
	w.pulled++
	if w.pulled <= w.firstDurable {
		return nil
	}
	numbered := proto.Clone(item).(*v1.IngestItem)
	numbered.Sequence = w.pulled
	w.sent[w.pulled] = numbered
	w.bytes += len(numbered.GetContent().GetData())
	return w.requests(numbered)
}

// take takes an answer. Gives what to send: after the first answer of a stream what is to be sent again.
func (w *window) take(message *v1.StreamIngestResponse) ([]*v1.StreamIngestRequest, error) {
	switch m := message.Message.(type) {
	case *v1.StreamIngestResponse_Opened_:
		return w.attach(m.Opened)
	case *v1.StreamIngestResponse_Ack_:
		w.acknowledge(m.Ack)
	case *v1.StreamIngestResponse_Credit_:
		w.maxItems, w.maxBytes = int(m.Credit.MaxItems), int(m.Credit.MaxBytes)
	case *v1.StreamIngestResponse_Draining_:
		if w.cause == nil {
			w.cause = streamEnded()
		}
	}
	return nil, nil
}

// due gives the results that can be given out, in the order of the items.
func (w *window) due() []*v1.IngestResult {
	var results []*v1.IngestResult
	for w.ready[w.givenOut+1] != nil {
		w.givenOut++
		results = append(results, w.ready[w.givenOut])
		delete(w.ready, w.givenOut)
	}
	return results
}

// end is called when the stream has ended with OK. Gives why another one is needed, nil when all is done.
func (w *window) end() error {
	switch {
	case w.cause != nil:
		return w.cause
	case len(w.sent) > 0 || !w.allPulled:
		return streamEnded()
	case w.pulled < w.firstDurable:
		return newError(codes.FailedPrecondition, "the session holds %d items, but there are only %d",
			w.firstDurable, w.pulled)
	}
	return nil
}

func (w *window) attach(opened *v1.StreamIngestResponse_Opened) ([]*v1.StreamIngestRequest, error) {
	w.maxItems, w.maxBytes = int(opened.GetCredit().GetMaxItems()), int(opened.GetCredit().GetMaxBytes())
	if opened.MaxChunkBytes > 0 {
		w.pieceBytes = int(opened.MaxChunkBytes)
	}
	durable := opened.GetSession().GetDurableSequence()
	if w.firstDurable < 0 {
		w.firstDurable, w.givenOut = durable, durable
	} else if durable < w.durable {
		return nil, newError(codes.DataLoss, "the session holds %d items, but %d were acknowledged", durable, w.durable)
	}
	w.durable, w.attached = durable, true
	// Durable ones as well: the server answers them again, and so each item gets its result.
	sequences := make([]int64, 0, len(w.sent))
	for sequence := range w.sent {
		sequences = append(sequences, sequence)
	}
	sort.Slice(sequences, func(i, j int) bool { return sequences[i] < sequences[j] })
	var requests []*v1.StreamIngestRequest
	for _, sequence := range sequences {
		requests = append(requests, w.requests(w.sent[sequence])...)
	}
	return requests, nil
}

func (w *window) acknowledge(ack *v1.StreamIngestResponse_Ack) {
	if ack.DurableSequence > w.durable {
		w.durable = ack.DurableSequence
	}
	for _, result := range ack.Results {
		item := w.sent[result.Sequence]
		if item == nil {
			continue
		}
		if result.Outcome == v1.IngestOutcome_INGEST_OUTCOME_RETRY {
			// What was sent after it is turned away too: all goes again, on a stream of its own.
			w.cause = FromStatus(result.Status)
			continue
		}
		delete(w.sent, result.Sequence)
		w.bytes -= len(item.GetContent().GetData())
		w.ready[result.Sequence] = result
		w.results++
	}
}

func (w *window) requests(item *v1.IngestItem) []*v1.StreamIngestRequest {
	data := item.GetContent().GetData()
	if len(data) <= maxContentBytes {
		return []*v1.StreamIngestRequest{{Message: &v1.StreamIngestRequest_Item{Item: item}}}
	}
	digest := item.Content.ExpectedSha256
	if len(digest) == 0 {
		sum := sha256.Sum256(data)
		digest = sum[:]
	}
	head := &v1.IngestItem{
		Sequence:   item.Sequence,
		DocumentId: item.DocumentId,
		Document:   item.Document,
		IfEtag:     item.IfEtag,
		Chunked:    &v1.ChunkedContent{TotalSize: int64(len(data)), Sha256: digest, Charset: item.Content.Charset},
	}
	requests := []*v1.StreamIngestRequest{{Message: &v1.StreamIngestRequest_Item{Item: head}}}
	for offset := 0; offset < len(data); offset += w.pieceBytes {
		end := offset + w.pieceBytes
		if end > len(data) {
			end = len(data)
		}
		chunk := &v1.IngestChunk{Sequence: item.Sequence, Offset: int64(offset), Data: data[offset:end]}
		requests = append(requests, &v1.StreamIngestRequest{Message: &v1.StreamIngestRequest_Chunk{Chunk: chunk}})
	}
	return requests
}
