// Client of Pledge, the store of government reply letters: see README.md. Messages and services are in
// pledge-client/v1.
export { channelOptions, connect } from "./connection.js";
export { PledgeError, detailTypes } from "./errors.js";
export { ingest } from "./ingest.js";
export { serviceDefinition, stub } from "./stub.js";
export { watch } from "./watch.js";

/** @typedef {import("./stub_types.js").CallOptions} CallOptions */
/** @typedef {import("./ingest.js").IngestOptions} IngestOptions */
/** @typedef {import("./ingest.js").Items} Items */
/** @typedef {import("./window.js").Progress} Progress */
/** @typedef {import("./watch.js").WatchOptions} WatchOptions */
/**
 * @template {import("./stub_types.js").Service} S
 * @typedef {import("./stub_types.js").Stub<S>} Stub
 */
