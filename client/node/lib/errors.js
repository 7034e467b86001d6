// Failures of calls as errors, with the reason and details that the server gives (proto/ERRORS.md).
import { createRegistry, fromBinary } from "@bufbuild/protobuf";
import { anyUnpack } from "@bufbuild/protobuf/wkt";
import grpc from "@grpc/grpc-js";
import {
  BadRequestSchema,
  ErrorInfoSchema,
  RequestInfoSchema,
  ResourceInfoSchema,
  RetryInfoSchema,
  file_google_rpc_error_details,
} from "../gen/google/rpc/error_details_pb.js";
import { StatusSchema } from "../gen/google/rpc/status_pb.js";

/** The types of details, which toJson() asks for when a message holds a status. */
export const detailTypes = createRegistry(file_google_rpc_error_details);

const DETAILS_KEY = "grpc-status-details-bin";

/** A call failed. Its cause, where it came from a call, is the error of grpc-js. */
export class PledgeError extends Error {
  name = "PledgeError";
  /** Stable, as in ERRORS.md; empty when the failure is the connection's. */
  reason = "";
  domain = "";
  /** @type {Record<string, string>} */
  metadata = {};
  /** @type {string[]} paths of the fields at fault */
  fields = [];
  /** Name of the resource. */
  resource = "";
  requestId = "";
  /** Milliseconds that the server asks to wait. */
  retryDelayMs = 0;

  /**
   * @param {grpc.status} code
   * @param {string} details the server's words
   * @param {import("../gen/google/rpc/status_pb.js").Status} [status] with the details of the error
   * @param {unknown} [cause]
   */
  constructor(code, details, status, cause) {
    super(details, { cause });
    this.code = code;
    for (const detail of status?.details ?? []) this.#read(detail);
    this.message = `${this.codeName} ${this.reason || "without reason"}: ${details}`;
  }

  /**
   * The error of a call, as a PledgeError.
   * @param {unknown} cause what grpc-js has thrown; anything else is given back as it is
   */
  static of(cause) {
    if (cause instanceof PledgeError || !isServiceError(cause)) return cause;
    const [details] = cause.metadata?.get(DETAILS_KEY) ?? [];
    const status = details instanceof Uint8Array ? fromBinary(StatusSchema, details) : undefined;
    return new PledgeError(cause.code, cause.details, status, cause);
  }

  /**
   * The error in a result of ingest.
   * @param {import("../gen/google/rpc/status_pb.js").Status | undefined} status
   */
  static fromStatus(status) {
    return new PledgeError(status?.code ?? grpc.status.UNKNOWN, status?.message ?? "", status);
  }

  /** Such as "NOT_FOUND". */
  get codeName() {
    return grpc.status[this.code] ?? `code ${this.code}`;
  }

  /** Whether the same call may succeed later. */
  get isPassing() {
    if (this.code === grpc.status.RESOURCE_EXHAUSTED) return this.reason !== "DOCUMENT_TOO_LARGE";
    // A proxy that resets a stream whose end the server has told changes the code, not the reason.
    if (this.reason === "DRAINING") return true;
    return this.code === grpc.status.UNAVAILABLE || this.code === grpc.status.DEADLINE_EXCEEDED;
  }

  /** Whether it tells of a broken connection and not of the server's decision. */
  get isOfConnection() {
    const { CANCELLED, UNKNOWN, INTERNAL } = grpc.status;
    return !this.reason && [CANCELLED, UNKNOWN, INTERNAL].includes(this.code);
  }

  /** @param {import("@bufbuild/protobuf/wkt").Any} detail */
  #read(detail) {
    const info = anyUnpack(detail, ErrorInfoSchema);
    if (info) ({ reason: this.reason, domain: this.domain, metadata: this.metadata } = info);
    const request = anyUnpack(detail, BadRequestSchema);
    if (request) this.fields = request.fieldViolations.map((violation) => violation.field);
    this.resource = anyUnpack(detail, ResourceInfoSchema)?.resourceName ?? this.resource;
    this.requestId = anyUnpack(detail, RequestInfoSchema)?.requestId ?? this.requestId;
    const delay = anyUnpack(detail, RetryInfoSchema)?.retryDelay;
    if (delay) this.retryDelayMs = 1000 * Number(delay.seconds) + delay.nanos / 1e6;
  }
}

/**
 * @param {unknown} cause
 * @returns {cause is grpc.ServiceError}
 */
function isServiceError(cause) {
  return cause instanceof Error && "code" in cause && typeof cause.code === "number" && "details" in cause;
}
