// Runs client/conformance/cases.json with the plain stubs against the server in PLEDGE_SERVER, with TLS when there is a
// PLEDGE_CA.
// usage: conformance CASES.json      exit 0: all hold, 1: some do not, each said
package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"strings"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	"pledge.dev"
	_ "pledge.dev/gen/pledge/v1" // makes all services known
)

const (
	unit            = "OFFSET_UNIT_UTF8_BYTE" // what len() and slices of a string count
	defaultDeadline = 30 * time.Second
)

// step is a call, as client/conformance/README.md describes it.
type step struct {
	Method     string            `json:"method"`
	Request    interface{}       `json:"request"`
	Requests   []interface{}     `json:"requests"`
	Metadata   map[string]string `json:"metadata"`
	DeadlineMS int               `json:"deadline_ms"`
	StopAfter  []interface{}     `json:"stop_after"`
	Code       string            `json:"code"`
	Checks     [][]interface{}   `json:"checks"`
	Save       map[string]string `json:"save"`
}

type result map[string]interface{}

func main() {
	bytes, err := os.ReadFile(os.Args[1])
	check(err)
	var list struct {
		Letters map[string]string
		Cases   []struct {
			Name  string
			Steps []interface{}
		}
	}
	check(json.Unmarshal(bytes, &list))
	conn, err := pledge.Connect(os.Getenv("PLEDGE_SERVER"), security())
	check(err)
	defer conn.Close()
	failed := 0
	for _, one := range list.Cases {
		faults := runCase(conn, one.Steps, list.Letters)
		if len(faults) == 0 {
			fmt.Println("ok ", one.Name)
			continue
		}
		failed++
		fmt.Println("FAILED", one.Name, "\n  "+strings.Join(faults, "\n  "))
	}
	if failed > 0 {
		os.Exit(1)
	}
}

// security is TLS with the files in the environment, or plaintext.
func security() grpc.DialOption {
	ca := os.Getenv("PLEDGE_CA")
	if ca == "" {
		return grpc.WithInsecure()
	}
	config := &tls.Config{RootCAs: x509.NewCertPool()}
	pem, err := os.ReadFile(ca)
	check(err)
	config.RootCAs.AppendCertsFromPEM(pem)
	if file := os.Getenv("PLEDGE_CERTIFICATE"); file != "" {
		own, err := tls.LoadX509KeyPair(file, os.Getenv("PLEDGE_KEY"))
		check(err)
		config.Certificates = []tls.Certificate{own}
	}
	return grpc.WithTransportCredentials(credentials.NewTLS(config))
}

// runCase gives what does not hold.
func runCase(conn *grpc.ClientConn, steps []interface{}, letters map[string]string) []string {
	saved := map[string]interface{}{}
	for number, raw := range steps {
		var s step
		bytes, err := json.Marshal(substitute(raw, letters, saved))
		check(err)
		check(json.Unmarshal(bytes, &s))
		if s.Code == "" {
			s.Code = "OK"
		}
		got := runStep(conn, s)
		var faults []string
		for _, c := range append([][]interface{}{{"code", "is", s.Code}}, s.Checks...) {
			if !holds(got, c[0].(string), c[1].(string), c[2]) {
				faults = append(faults, fmt.Sprintf("step %d, %s: %v, but it is %v %v", number+1, s.Method, c,
					valuesAt(got, c[0].(string)), got["message"]))
			}
		}
		if len(faults) > 0 {
			return faults
		}
		for name, path := range s.Save {
			saved[name] = valuesAt(got, path)[0]
		}
	}
	return nil
}

// runStep makes the call.
func runStep(conn *grpc.ClientConn, s step) result {
	parts := strings.Split(s.Method, "/")
	service, err := protoregistry.GlobalFiles.FindDescriptorByName(protoreflect.FullName("pledge.v1." + parts[0]))
	check(err)
	method := service.(protoreflect.ServiceDescriptor).Methods().ByName(protoreflect.Name(parts[1]))
	deadline := defaultDeadline
	if s.DeadlineMS > 0 {
		deadline = time.Duration(s.DeadlineMS) * time.Millisecond
	}
	ctx, cancel := context.WithTimeout(metadata.NewOutgoingContext(context.Background(), metadata.New(s.Metadata)), deadline)
	defer cancel()
	got := result{"code": "OK", "messages": []interface{}{}}
	var failure *pledge.Error
	err = pledge.FromError(call(ctx, cancel, conn, method, s, got))
	if err == nil {
		return got
	}
	if !errors.As(err, &failure) {
		log.Fatal(err)
	}
	got["code"] = codeName(failure)
	got["reason"], got["domain"], got["message"] = failure.Reason, failure.Domain, failure.Error()
	got["resource"], got["requestId"] = failure.Resource, failure.RequestID
	got["fields"], got["metadata"] = plain(failure.Fields), plain(failure.Metadata)
	return got
}

func call(ctx context.Context, cancel func(), conn *grpc.ClientConn, method protoreflect.MethodDescriptor, s step,
	got result) error {
	name := fmt.Sprintf("/%s/%s", method.Parent().FullName(), method.Name())
	shape := &grpc.StreamDesc{ClientStreams: method.IsStreamingClient(), ServerStreams: method.IsStreamingServer()}
	requests := s.Requests
	if requests == nil {
		requests = []interface{}{s.Request}
	}
	stream, err := conn.NewStream(ctx, shape, name)
	if err != nil {
		return err
	}
	for _, one := range requests {
		request := newMessage(method.Input())
		bytes, err := json.Marshal(one)
		check(err)
		check(protojson.Unmarshal(bytes, request))
		if stream.SendMsg(request) != nil {
			break // receiving tells why
		}
	}
	if err := stream.CloseSend(); err != nil {
		return err
	}
	for {
		response := newMessage(method.Output())
		if err := stream.RecvMsg(response); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		if got["code"] == "CANCELLED" {
			continue // it was underway already
		}
		got["messages"] = append(got["messages"].([]interface{}), toTree(response))
		if s.StopAfter != nil && len(valuesAt(got, s.StopAfter[0].(string))) >= int(s.StopAfter[1].(float64)) {
			cancel()
			got["code"] = "CANCELLED"
		}
		if !method.IsStreamingServer() {
			return nil // for a single answer gRPC has waited for the end
		}
	}
}

func newMessage(descriptor protoreflect.MessageDescriptor) proto.Message {
	kind, err := protoregistry.GlobalTypes.FindMessageByName(descriptor.FullName())
	check(err)
	return kind.New().Interface()
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
