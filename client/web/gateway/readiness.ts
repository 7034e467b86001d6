// /livez: the gateway runs. /readyz: it is not draining and the server behind it says SERVING.
import { type ServerResponse } from "node:http";
import { createClient, type Client, type Transport } from "@connectrpc/connect";
import { Health, HealthCheckResponse_ServingStatus } from "../gen/grpc/health/v1/health_pb.js";
import { sendJson } from "./json_answer.js";

const TIMEOUT_MS = 2000;

export class Readiness {
  private readonly health: Client<typeof Health>;
  isDraining = false;

  constructor(transport: Transport) {
    this.health = createClient(Health, transport);
  }

  serve(path: string, response: ServerResponse): boolean {
    if (path === "/livez") sendJson(response, 200, { status: "live" });
    else if (path === "/readyz") void this.answer(response);
    else return false;
    return true;
  }

  private async answer(response: ServerResponse) {
    const status = this.isDraining ? "draining" : await this.serverStatus();
    sendJson(response, status === "ready" ? 200 : 503, { status });
  }

  private async serverStatus(): Promise<string> {
    try {
      const { status } = await this.health.check({}, { timeoutMs: TIMEOUT_MS });
      return status === HealthCheckResponse_ServingStatus.SERVING ? "ready" : "server not serving";
    } catch {
      return "server not reachable";
    }
  }
}
