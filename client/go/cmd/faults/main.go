// Drives Ingest and Watch through a proxy that cuts connections, until all its cuts are made, and compares what came
// out with what the server holds. usage: faults ingest|watch      environment: PLEDGE_SERVER, PLEDGE_PROXY, PLEDGE_CUTS
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net"
	"os"
	"reflect"
	"strings"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	"pledge.dev"
	v1 "pledge.dev/gen/pledge/v1"
)

const (
	itemsPerSession = 400
	collection      = "faults"
	last            = "last"               // id of the document that says that the writer is done
	pause           = 5 * time.Millisecond // between changes, so that the machine has time for the watch
)

func main() {
	if os.Args[1] == "ingest" {
		sessions, resumed := ingest()
		checkStore(sessions)
		fmt.Printf("%d sessions of %d items, %d times resumed\n", sessions, itemsPerSession, resumed)
	} else {
		changes, messages := watch()
		fmt.Printf("%d changes in %d messages\n", changes, messages)
	}
	done, total := cuts()
	expect(done == total, "only %d of %d cuts were made", done, total)
	fmt.Printf("%d cuts\n", done)
}

// cuts gives the cuts made, and those to be made.
func cuts() (done, total int) {
	conn, err := net.Dial("tcp", os.Getenv("PLEDGE_CUTS"))
	check(err)
	defer conn.Close()
	_, err = fmt.Fscan(conn, &done, &total)
	check(err)
	return done, total
}

func cutsAreLeft() bool {
	done, total := cuts()
	return done < total
}

func item(id string, number int) *v1.IngestItem {
	const form = "临澜市水务局关于市政协第%d号提案的答复函\n林清和委员：\n下一步，我局将于2025年底前完成%d公里管网改造。\n"
	data := []byte(fmt.Sprintf(form, number, number))
	return &v1.IngestItem{DocumentId: id, Content: &v1.DocumentContent{Data: data}}
}

// documentOf gives id and revision of an item: every fifth is the document of the one before with other bytes, so that
// order shows in its revisions.
func documentOf(session, number int) (string, int) {
	if number%5 == 0 {
		return fmt.Sprintf("s%d-%d", session, number-1), 2
	}
	return fmt.Sprintf("s%d-%d", session, number), 1
}

func ingest() (sessions, resumed int) {
	conn := connect("PLEDGE_PROXY")
	defer conn.Close()
	for cutsAreLeft() {
		sessions++
		items := make(chan *v1.IngestItem)
		go func() {
			defer close(items)
			for number := 1; number <= itemsPerSession; number++ {
				id, _ := documentOf(sessions, number)
				items <- item(id, number)
			}
		}()
		options := pledge.IngestOptions{
			Collection: collection, SessionID: fmt.Sprintf("s%d", sessions), StallTimeout: 5 * time.Second,
			Progress: func(progress pledge.Progress) {
				if progress.Cut != nil {
					resumed++
				}
			},
		}
		number := 0
		check(pledge.Ingest(context.Background(), conn, options, items, func(result *v1.IngestResult) error {
			number++
			checkResult(sessions, number, result)
			return nil
		}))
		expect(number == itemsPerSession, "session %d has %d results", sessions, number)
	}
	return sessions, resumed
}

func checkResult(session, number int, result *v1.IngestResult) {
	id, revision := documentOf(session, number)
	wanted := v1.IngestOutcome_INGEST_OUTCOME_CREATED
	if revision == 2 {
		wanted = v1.IngestOutcome_INGEST_OUTCOME_UPDATED
	}
	expect(result.Sequence == int64(number), "result %d came as number %d", result.Sequence, number)
	expect(result.Outcome == wanted, "item %d: %v", number, result)
	name := fmt.Sprintf("collections/%s/documents/%s/revisions/%d", collection, id, revision)
	expect(result.Revision == name, "%s, not %s", result.Revision, name)
}

// checkStore compares with what the server holds, asked without the proxy.
func checkStore(sessions int) {
	conn := connect("PLEDGE_SERVER")
	defer conn.Close()
	stub := v1.NewDocumentServiceClient(conn)
	wanted, held := map[string]bool{}, map[string]bool{}
	for session := 1; session <= sessions; session++ {
		for number := 1; number <= itemsPerSession; number++ {
			id, revision := documentOf(session, number)
			if revision == 1 && number%5 == 4 {
				continue // the next item is its second revision
			}
			wanted[fmt.Sprintf("collections/%s/documents/%s/revisions/%d", collection, id, revision)] = true
		}
	}
	request := &v1.ListDocumentsRequest{
		Parent: "collections/" + collection, PageSize: 1000,
		ReadMask: &fieldmaskpb.FieldMask{Paths: []string{"latest_revision"}},
	}
	for {
		page, err := stub.ListDocuments(context.Background(), request)
		check(err)
		for _, document := range page.Documents {
			held[document.LatestRevision] = true
		}
		if request.PageToken = page.NextPageToken; request.PageToken == "" {
			break
		}
	}
	expect(reflect.DeepEqual(held, wanted), "%d documents, %d wanted, or other revisions", len(held), len(wanted))
}

// write writes documents straight to the server until the cuts are made, then one more that says so.
func write() (written []string) {
	conn := connect("PLEDGE_SERVER")
	defer conn.Close()
	items := make(chan *v1.IngestItem)
	go func() {
		defer close(items)
		for number := 1; cutsAreLeft(); number++ {
			items <- item(fmt.Sprintf("d%d", number%50), number)
			time.Sleep(pause)
		}
		items <- item(last, 1)
	}()
	options := pledge.IngestOptions{Collection: collection, SessionID: "writer"}
	check(pledge.Ingest(context.Background(), conn, options, items, func(result *v1.IngestResult) error {
		written = append(written, result.Revision)
		return nil
	}))
	return written
}

func watch() (changes, messages int) {
	conn := connect("PLEDGE_PROXY")
	defer conn.Close()
	request := &v1.WatchChangesRequest{
		Target:             v1.WatchTarget_WATCH_TARGET_DOCUMENTS,
		Selector:           &v1.RecordSelector{Parents: []string{"collections/" + collection}},
		CheckpointInterval: durationpb.New(200 * time.Millisecond),
		SendInitial:        true, // from the start of the store on, however late the first stream is opened
		// What the watch has to catch up with after a long delay still goes through before the next cut.
		ReadMask: &fieldmaskpb.FieldMask{Paths: []string{"latest_revision"}},
	}
	var seen []string
	var commit int64
	written := make(chan []string, 1)
	errDone := errors.New("the last change")
	options := pledge.WatchOptions{HeartbeatTimeout: 2 * time.Second}
	err := pledge.Watch(context.Background(), conn, request, options, func(message *v1.WatchChangesResponse) error {
		if messages++; messages == 1 { // the empty store
			go func() { written <- write() }()
		}
		for _, change := range message.Changes {
			expect(change.CommitNumber >= commit, "changes came out of order")
			commit = change.CommitNumber
			seen = append(seen, change.GetDocument().GetLatestRevision())
			if strings.Contains(change.Name, "/documents/"+last) {
				return errDone
			}
		}
		return nil
	})
	expect(err == errDone, "the watch ended: %v", err)
	made := <-written
	expect(reflect.DeepEqual(seen, made), "%d changes seen, %d made, or others", len(seen), len(made))
	return len(seen), messages
}

func connect(variable string) *grpc.ClientConn {
	conn, err := pledge.Connect(os.Getenv(variable), grpc.WithInsecure())
	check(err)
	return conn
}

func expect(condition bool, format string, arguments ...interface{}) {
	if !condition {
		log.Fatalf("FAILED: "+format, arguments...)
	}
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
