// The gateway: one HTTP port for Connect, gRPC-Web, JSON and the page.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type DescMethod } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import { connectNodeAdapter, createGrpcTransport } from "@connectrpc/connect-node";
import { forwardService } from "./forward.js";
import { HostCheck } from "./host_check.js";
import { sendError } from "./json_answer.js";
import { readOptions, USAGE, type Options } from "./options.js";
import { Readiness } from "./readiness.js";
import { readRegistry, servicesOf } from "./registry.js";
import { StaticFiles } from "./static_files.js";
import { Upload } from "./upload.js";

const FOLDER = dirname(fileURLToPath(import.meta.url));
// The server sends at most 4 MiB a message; this only bounds what a broken one could make us hold.
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;
const MAX_CONNECTIONS = 1024;

// Calls of AdminService that only read.
const HARMLESS_OPERATOR_METHODS = new Set(["GetServerInfo", "GetStoreStatus"]);

function isForwarded(method: DescMethod, options: Options): boolean {
  if (options.operatorCalls || method.parent.name !== "AdminService") return true;
  return HARMLESS_OPERATOR_METHODS.has(method.name);
}

interface Gateway {
  server: Server;
  drain(): Promise<void>;
}

function createGateway(options: Options): Gateway {
  const registry = readRegistry(join(FOLDER, "api.binpb"));
  const transport = createGrpcTransport({ baseUrl: options.server, readMaxBytes: MAX_ANSWER_BYTES });
  const readiness = new Readiness(transport);
  const files = new StaticFiles(join(FOLDER, "page"));
  const hosts = new HostCheck(options.listenHost, options.hosts);
  const upload = new Upload(transport, registry, options.maxRequestBytes);
  const shutdown = new AbortController();
  const api = connectNodeAdapter({
    routes: (router) => {
      for (const service of servicesOf(registry)) {
        forwardService(router, service, transport, registry, (m) => isForwarded(m, options));
      }
    },
    readMaxBytes: options.maxRequestBytes,
    jsonOptions: { registry },
    shutdownSignal: shutdown.signal,
    fallback: (_, response) => sendError(response, new ConnectError("no such path", Code.NotFound)),
  });
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? "/", "http://gateway");
    // Probes come by address, not by name.
    if (readiness.serve(url.pathname, response)) return;
    const refusal = hosts.refusal(request);
    if (refusal !== undefined) {
      sendError(response, new ConnectError(refusal, Code.PermissionDenied));
      return;
    }
    if (files.serve(url.pathname, request, response)) return;
    if (upload.serve(url, request, response)) return;
    api(request, response);
  };
  const server = createServer({ maxHeaderSize: 16 * 1024 }, (request, response) => {
    try {
      answer(request, response);
    } catch {
      sendError(response, new ConnectError("the request cannot be read", Code.InvalidArgument));
    }
  });
  server.maxConnections = MAX_CONNECTIONS;
  return { server, drain: () => drain(server, readiness, shutdown, options.graceMs) };
}

// No new connections; streams without an end are told to come again; the rest has the grace to end in.
function drain(server: Server, readiness: Readiness, shutdown: AbortController, graceMs: number) {
  readiness.isDraining = true;
  return new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    shutdown.abort(new ConnectError("the gateway is about to stop", Code.Unavailable));
    const idle = setInterval(() => server.closeIdleConnections(), 100);
    setTimeout(() => {
      clearInterval(idle);
      server.closeAllConnections();
    }, graceMs);
  });
}

function main() {
  let options: Options | "help";
  try {
    options = readOptions(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`gateway: ${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    process.exit(2);
  }
  if (options === "help") {
    process.stdout.write(USAGE);
    return;
  }
  const { listenHost, listenPort } = options;
  const gateway = createGateway(options);
  gateway.server.on("error", (error) => {
    process.stderr.write(`gateway: ${error.message}\n`);
    process.exit(1);
  });
  gateway.server.listen(listenPort, listenHost, () => {
    const { port } = gateway.server.address() as AddressInfo;
    process.stdout.write(`listening on http://${listenHost.includes(":") ? `[${listenHost}]` : listenHost}:${port}\n`);
  });
  const stop = () => void gateway.drain().then(() => process.exit(0));
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
}

main();
