package dev.pledge;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RequestInfo;
import com.google.rpc.ResourceInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A call failed, with the reason and details that the server gives (proto/ERRORS.md). */
public final class PledgeException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Status.Code code;
  private String reason = "";
  private String domain = "";
  private transient Map<String, String> metadata = Map.of();
  private final transient List<String> fields = new ArrayList<>();
  private String resource = "";
  private String requestId = "";
  private Duration retryDelay = Duration.ZERO;

  /** The error that a stub has thrown. */
  public static PledgeException of(StatusRuntimeException cause) {
    return new PledgeException(cause.getStatus(), StatusProto.fromThrowable(cause), cause);
  }

  /** The error that a call has ended with. */
  public static PledgeException of(Status status, Metadata trailers) {
    return new PledgeException(status, StatusProto.fromStatusAndTrailers(status, trailers), status.getCause());
  }

  /** The error in a result of ingest. */
  public static PledgeException of(com.google.rpc.Status status) {
    return new PledgeException(
        Status.fromCodeValue(status.getCode()).withDescription(status.getMessage()), status, null);
  }

  private PledgeException(Status status, com.google.rpc.Status details, Throwable cause) {
    super(status.getDescription(), cause);
    code = status.getCode();
    if (details == null) return;
    for (Any detail : details.getDetailsList()) {
      try {
        read(detail);
      } catch (InvalidProtocolBufferException e) {
        addSuppressed(e); // code and message are still right
      }
    }
  }

  public Status.Code code() {
    return code;
  }

  /** Stable; empty when the failure is the connection's. */
  public String reason() {
    return reason;
  }

  public String domain() {
    return domain;
  }

  public Map<String, String> metadata() {
    return metadata;
  }

  /** Paths of the fields at fault. */
  public List<String> fields() {
    return fields;
  }

  /** Name of the resource that is meant. */
  public String resource() {
    return resource;
  }

  public String requestId() {
    return requestId;
  }

  /** How long the server asks to wait. */
  public Duration retryDelay() {
    return retryDelay;
  }

  /** Whether the same call may succeed later. */
  public boolean isPassing() {
    if (code == Status.Code.RESOURCE_EXHAUSTED) return !reason.equals("DOCUMENT_TOO_LARGE");
    return code == Status.Code.UNAVAILABLE || code == Status.Code.DEADLINE_EXCEEDED;
  }

  private void read(Any detail) throws InvalidProtocolBufferException {
    if (detail.is(ErrorInfo.class)) {
      ErrorInfo info = detail.unpack(ErrorInfo.class);
      reason = info.getReason();
      domain = info.getDomain();
      metadata = info.getMetadataMap();
    } else if (detail.is(BadRequest.class)) {
      detail.unpack(BadRequest.class).getFieldViolationsList().forEach(one -> fields.add(one.getField()));
    } else if (detail.is(ResourceInfo.class)) {
      resource = detail.unpack(ResourceInfo.class).getResourceName();
    } else if (detail.is(RequestInfo.class)) {
      requestId = detail.unpack(RequestInfo.class).getRequestId();
    } else if (detail.is(RetryInfo.class)) {
      com.google.protobuf.Duration delay = detail.unpack(RetryInfo.class).getRetryDelay();
      retryDelay = Duration.ofSeconds(delay.getSeconds(), delay.getNanos());
    }
  }
}
