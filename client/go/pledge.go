// Package pledge is the client of Pledge, the store of government reply letters: what plain stubs leave to do. The
// messages and stubs are in pledge.dev/gen/pledge/v1. See README.md.
package pledge

import (
	"context"
	"crypto/rand"
	_ "embed" // for the service config
	"encoding/hex"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/backoff"
	"google.golang.org/grpc/metadata"
)

// AnalyzeDocument answers with the text and all records of a document; gRPC's own limit is 4 MiB.
const maxReceiveBytes = 256 << 20

//go:embed service_config.json
var serviceConfig string

// Connect makes a connection to HOST:PORT. Credentials come with options: grpc.WithInsecure() for plaintext.
//
// Unary calls that can be repeated are retried as service_config.json says (before gRPC 1.40 only where
// GRPC_GO_RETRY=on); streams are not, for Ingest and Watch resume them.
func Connect(address string, options ...grpc.DialOption) (*grpc.ClientConn, error) {
	delays := backoff.Config{BaseDelay: 100 * time.Millisecond, Multiplier: 1.6, Jitter: 0.2, MaxDelay: 2 * time.Second}
	own := []grpc.DialOption{
		grpc.WithDefaultServiceConfig(serviceConfig),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(maxReceiveBytes)),
		grpc.WithConnectParams(grpc.ConnectParams{Backoff: delays, MinConnectTimeout: 20 * time.Second}),
	}
	return grpc.Dial(address, append(own, options...)...)
}

// withRequestID adds a new x-request-id, which the server writes to its log and repeats in errors.
func withRequestID(ctx context.Context) context.Context {
	id := make([]byte, 8)
	if _, err := rand.Read(id); err != nil {
		return ctx // a call without id is better than none
	}
	return metadata.AppendToOutgoingContext(ctx, "x-request-id", hex.EncodeToString(id))
}
