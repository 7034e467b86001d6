# Client of Pledge, the store of government reply letters. Messages and stubs are in Pledge::V1. See README.md.
require 'grpc'

require 'pledge/error'
require 'pledge/v1/admin_service_services_pb'
require 'pledge/v1/document_service_services_pb'
require 'pledge/v1/ingest_service_services_pb'
require 'pledge/v1/job_service_services_pb'
require 'pledge/v1/query_service_services_pb'
require 'pledge/v1/watch_service_services_pb'

module Pledge
  # AnalyzeDocument answers with the text and all records of a document; gRPC's own limit is 4 MiB.
  MAX_RECEIVE_BYTES = 256 << 20
  private_constant :MAX_RECEIVE_BYTES

  # Arguments of a channel with the settings that Pledge ships: calls that can be repeated are retried as
  # service_config.json says, and others are not.
  def self.channel_args
    {
      'grpc.service_config' => File.read(File.join(__dir__, 'pledge', 'service_config.json')),
      'grpc.max_receive_message_length' => MAX_RECEIVE_BYTES,
      # gRPC waits up to two minutes between attempts to connect.
      'grpc.initial_reconnect_backoff_ms' => 100,
      'grpc.max_reconnect_backoff_ms' => 2000
    }
  end

  # A stub such as Pledge::V1::QueryService::Stub to HOST:PORT or unix:PATH; plaintext without credentials.
  def self.connect(stub_class, address, credentials = :this_channel_is_insecure)
    stub_class.new(address, credentials, channel_args: channel_args)
  end

  # Within the block, what a stub raises becomes a Pledge::Error.
  def self.errors
    yield
  rescue GRPC::BadStatus => e
    raise Error.of(e)
  end
end
