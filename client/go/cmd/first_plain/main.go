// The same as first with the generated stubs alone: what pledge.Ingest does when nothing goes wrong.
// usage: first_plain HOST:PORT LETTER
package main

import (
	"context"
	"fmt"
	"io"
	"log"
	"os"

	"google.golang.org/grpc"

	v1 "pledge.dev/gen/pledge/v1"
)

func main() {
	letter, err := os.ReadFile(os.Args[2])
	check(err)
	conn, err := grpc.Dial(os.Args[1], grpc.WithInsecure())
	check(err)
	defer conn.Close()
	ingest(v1.NewIngestServiceClient(conn), letter)
	printCommitments(v1.NewQueryServiceClient(conn))
}

func ingest(stub v1.IngestServiceClient, letter []byte) {
	created, err := stub.CreateIngestSession(context.Background(),
		&v1.CreateIngestSessionRequest{Parent: "collections/examples", IngestSessionId: "go-plain"})
	check(err)
	stream, err := stub.StreamIngest(context.Background())
	check(err)
	open := &v1.StreamIngestRequest_Open{IngestSession: created.Session.Name}
	check(stream.Send(&v1.StreamIngestRequest{Message: &v1.StreamIngestRequest_Open_{Open: open}}))
	item := &v1.IngestItem{Sequence: 1, DocumentId: "first", Content: &v1.DocumentContent{Data: letter}}
	check(stream.Send(&v1.StreamIngestRequest{Message: &v1.StreamIngestRequest_Item{Item: item}}))
	check(stream.CloseSend())
	for {
		answer, err := stream.Recv()
		if err == io.EOF {
			return
		}
		check(err)
		for _, result := range answer.GetAck().GetResults() {
			fmt.Println(result.Outcome, result.Revision)
		}
	}
}

func printCommitments(stub v1.QueryServiceClient) {
	request := &v1.StreamCommitmentsRequest{
		Selector: &v1.RecordSelector{Parents: []string{"collections/examples/documents/first"}},
	}
	stream, err := stub.StreamCommitments(context.Background(), request)
	check(err)
	for {
		message, err := stream.Recv()
		if err == io.EOF {
			return
		}
		check(err)
		for _, commitment := range message.Commitments {
			fmt.Println(commitment.Text)
		}
	}
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
