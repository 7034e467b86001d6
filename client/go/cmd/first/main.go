// Takes in one letter and prints what it promises. usage: first HOST:PORT LETTER
package main

import (
	"context"
	"fmt"
	"io"
	"log"
	"os"

	"google.golang.org/grpc"

	"pledge.dev"
	v1 "pledge.dev/gen/pledge/v1"
)

func main() {
	letter, err := os.ReadFile(os.Args[2])
	check(err)
	conn, err := pledge.Connect(os.Args[1], grpc.WithInsecure())
	check(err)
	defer conn.Close()

	items := make(chan *v1.IngestItem, 1)
	items <- &v1.IngestItem{DocumentId: "first", Content: &v1.DocumentContent{Data: letter}}
	close(items)
	options := pledge.IngestOptions{Collection: "examples", SessionID: "go-first"}
	check(pledge.Ingest(context.Background(), conn, options, items, func(result *v1.IngestResult) error {
		fmt.Println(result.Outcome, result.Revision)
		return nil
	}))

	request := &v1.StreamCommitmentsRequest{
		Selector: &v1.RecordSelector{Parents: []string{"collections/examples/documents/first"}},
	}
	stream, err := v1.NewQueryServiceClient(conn).StreamCommitments(context.Background(), request)
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
		log.Fatal(pledge.FromError(err))
	}
}
