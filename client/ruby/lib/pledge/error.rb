require 'google/protobuf/well_known_types'
require 'google/rpc/error_details_pb'
require 'google/rpc/status_pb'
require 'grpc'

module Pledge
  # A call failed, with the reason and details that the server gives (proto/ERRORS.md). Its cause is the GRPC::BadStatus.
  class Error < StandardError
    DETAILS_KEY = 'grpc-status-details-bin'.freeze
    NAMES = GRPC::Core::StatusCodes.constants.to_h { |name| [GRPC::Core::StatusCodes.const_get(name), name] }.freeze
    private_constant :DETAILS_KEY, :NAMES

    # code: a symbol such as :NOT_FOUND. reason: stable; empty when the failure is the connection's. fields: paths of the
    # fields at fault. retry_delay: seconds that the server asks to wait.
    attr_reader :code, :reason, :domain, :metadata, :fields, :resource, :request_id, :retry_delay

    # The error that a stub has raised.
    def self.of(cause)
      bytes = cause.metadata[DETAILS_KEY]
      new(cause.code, cause.details, bytes ? Google::Rpc::Status.decode(bytes) : Google::Rpc::Status.new)
    end

    # The error in a result of ingest.
    def self.from_status(status)
      new(status.code, status.message, status)
    end

    def initialize(code, message, status)
      super(message)
      @code = NAMES.fetch(code, :UNKNOWN)
      @reason = @domain = @resource = @request_id = ''
      @metadata = {}
      @fields = []
      @retry_delay = 0.0
      status.details.each { |detail| read(detail) }
    end

    # Whether the same call may succeed later.
    def passing?
      return reason != 'DOCUMENT_TOO_LARGE' if code == :RESOURCE_EXHAUSTED

      %i[UNAVAILABLE DEADLINE_EXCEEDED].include?(code)
    end

    private

    def read(detail)
      if (info = detail.unpack(Google::Rpc::ErrorInfo))
        @reason = info.reason
        @domain = info.domain
        @metadata = info.metadata.to_h
      elsif (request = detail.unpack(Google::Rpc::BadRequest))
        @fields = request.field_violations.map(&:field)
      elsif (resource = detail.unpack(Google::Rpc::ResourceInfo))
        @resource = resource.resource_name
      elsif (request = detail.unpack(Google::Rpc::RequestInfo))
        @request_id = request.request_id
      elsif (retry_info = detail.unpack(Google::Rpc::RetryInfo))
        @retry_delay = retry_info.retry_delay.to_f
      end
    end
  end
end
