package dev.pledge;

import com.google.gson.Gson;
import io.grpc.ManagedChannelBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Channels with the settings that Pledge ships for its clients. Messages and stubs are in dev.pledge.v1. */
public final class Pledge {
  /** AnalyzeDocument answers with the text and all records of a document; gRPC's own limit is 4 MiB. */
  private static final int MAX_RECEIVE_BYTES = 256 << 20;

  private Pledge() {}

  /**
   * A channel to HOST:PORT, to be completed: usePlaintext() or TLS, then build(). Calls that can be repeated are retried
   * as service_config.json says, and others are not.
   */
  public static ManagedChannelBuilder<?> channel(String address) {
    return ManagedChannelBuilder.forTarget(address)
        .maxInboundMessageSize(MAX_RECEIVE_BYTES)
        .defaultServiceConfig(serviceConfig())
        .enableRetry();
  }

  @SuppressWarnings("unchecked") // the file is an object
  private static Map<String, ?> serviceConfig() {
    try (InputStream file = Pledge.class.getResourceAsStream("/dev/pledge/service_config.json")) {
      return new Gson().fromJson(new InputStreamReader(file, StandardCharsets.UTF_8), Map.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
