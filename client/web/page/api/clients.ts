// The services, over the gateway that served the page.
import { createClient } from "@connectrpc/connect";
import { createConnectTransport } from "@connectrpc/connect-web";
import { DocumentService } from "../../gen/pledge/v1/document_service_pb.js";
import { IngestService } from "../../gen/pledge/v1/ingest_service_pb.js";
import { QueryService } from "../../gen/pledge/v1/query_service_pb.js";
import { WatchService } from "../../gen/pledge/v1/watch_service_pb.js";

const transport = createConnectTransport({ baseUrl: location.origin, useBinaryFormat: true });

export const documents = createClient(DocumentService, transport);
export const ingest = createClient(IngestService, transport);
export const queries = createClient(QueryService, transport);
export const watches = createClient(WatchService, transport);
