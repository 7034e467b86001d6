module pledge.dev

go 1.19

require (
	google.golang.org/genproto v0.0.0-20200825200019-8632dd797987
	google.golang.org/grpc v1.33.3
	google.golang.org/protobuf v1.28.1
)
