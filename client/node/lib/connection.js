// Channels with the settings that Pledge ships for its clients.
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import grpc from "@grpc/grpc-js";

// AnalyzeDocument answers with the text and all records of a document; gRPC's own limit is 4 MiB.
const MAX_RECEIVE_BYTES = 256 << 20;
const SERVICE_CONFIG = new URL("service_config.json", import.meta.url);

/**
 * A channel to HOST:PORT or unix:PATH, plaintext without credentials. Calls share it; close() ends it.
 *
 * Unary calls that can be repeated are retried as service_config.json says; streams are not, for ingest() and
 * watch() resume them.
 *
 * @param {string} address
 * @param {grpc.ChannelCredentials} [credentials]
 * @param {grpc.ChannelOptions} [options] go before those of channelOptions()
 * @returns {grpc.Channel}
 */
export function connect(address, credentials = grpc.credentials.createInsecure(), options = {}) {
  return new grpc.Channel(address, credentials, { ...channelOptions(), ...options });
}

/**
 * For channels and clients that are made in another way.
 * @returns {grpc.ChannelOptions}
 */
export function channelOptions() {
  return {
    "grpc.service_config": readFileSync(SERVICE_CONFIG, "utf8"),
    "grpc.max_receive_message_length": MAX_RECEIVE_BYTES,
    // gRPC waits up to two minutes between attempts to connect.
    "grpc.initial_reconnect_backoff_ms": 100,
    "grpc.max_reconnect_backoff_ms": 2000,
  };
}

/**
 * A client of grpc-js that uses the channel and does not own it.
 * @param {grpc.Channel} channel
 */
export function clientOn(channel) {
  return new grpc.Client(channel.getTarget(), grpc.credentials.createInsecure(), { channelOverride: channel });
}

/**
 * With an x-request-id, which the server writes to its log and repeats in errors.
 * @param {Record<string, string>} [values]
 */
export function requestMetadata(values = {}) {
  const metadata = new grpc.Metadata();
  metadata.set("x-request-id", randomUUID().replaceAll("-", "").slice(0, 16));
  for (const [key, value] of Object.entries(values)) metadata.set(key, value);
  return metadata;
}
