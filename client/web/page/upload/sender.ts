// Sends files in batches through the gateway into an ingest session, and goes on after any cut.
import { fromJson, type JsonValue } from "@bufbuild/protobuf";
import { createRegistry } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import { errorFromJson } from "@connectrpc/connect/protocol-connect";
import { file_google_rpc_error_details } from "../../gen/google/rpc/error_details_pb.js";
import { IngestOutcome, IngestResultSchema, type IngestResult } from "../../gen/pledge/v1/ingest_service_pb.js";
import { ingest } from "../api/clients.js";
import { isCancel, problemOf, type Problem } from "../api/problem.js";
import { type ChosenFile } from "./reader.js";

const MAX_ITEMS = 64;
const MAX_BYTES = 4 * 1024 * 1024;
const AGAIN_MS = 2000;
const registry = createRegistry(file_google_rpc_error_details);

export interface Progress {
  // Files up to this one have an outcome on disk.
  durable: number;
  results: IngestResult[];
  slow: string;
  problem?: Problem;
  isFenced?: boolean;
}

interface BatchAnswer {
  durableSequence: string;
  epoch: string;
  results: JsonValue[];
  slow?: string;
}

export class Sender {
  private epoch = "";
  private isPaused = false;

  constructor(
    readonly session: string,
    private readonly files: ChosenFile[],
    private readonly tell: (progress: Progress) => void,
  ) {}

  // Makes the session or finds it; the number of files that are durable already.
  async attach(collection: string): Promise<number> {
    const id = this.session.slice(this.session.lastIndexOf("/") + 1);
    const { session } = await ingest.createIngestSession({ parent: `collections/${collection}`, ingestSessionId: id });
    this.epoch = String(session!.epoch);
    return Number(session!.durableSequence);
  }

  pause(): void {
    this.isPaused = true;
  }

  // Ends when all are durable, when paused, or when another page has taken the session over.
  async send(durable: number): Promise<void> {
    this.isPaused = false;
    while (durable < this.files.length && !this.isPaused) {
      try {
        const answer = await this.post(await this.batch(durable));
        this.epoch = answer.epoch;
        durable = Number(answer.durableSequence);
        const results = answer.results.map((result) => fromJson(IngestResultSchema, result, { registry }));
        this.tell({ durable, results, slow: answer.slow ?? "" });
        if (results.some((result) => result.outcome === IngestOutcome.RETRY)) await wait(AGAIN_MS);
      } catch (error) {
        if (isCancel(error)) return;
        const problem = problemOf(error);
        const isFenced = problem.reason === "SESSION_FENCED";
        this.tell({ durable, results: [], slow: "", problem, isFenced });
        if (isFenced || !problem.isPassing) return;
        await wait(AGAIN_MS);
      }
    }
  }

  private async batch(durable: number): Promise<string> {
    const lines: string[] = [];
    let bytes = 0;
    for (let index = durable; index < this.files.length && lines.length < MAX_ITEMS; ++index) {
      const { file, id, path } = this.files[index]!;
      if (lines.length > 0 && bytes + file.size > MAX_BYTES) break;
      bytes += file.size;
      const data = base64(new Uint8Array(await file.arrayBuffer()));
      lines.push(JSON.stringify({ sequence: String(index + 1), documentId: id, document: { labels: { file: path } }, content: { data } }));
    }
    return lines.join("\n");
  }

  private async post(body: string): Promise<BatchAnswer> {
    const response = await fetch(`/upload/v1/${this.session}?epoch=${this.epoch}`, {
      method: "POST",
      headers: { "content-type": "application/jsonl" },
      body,
    });
    const answer = (await response.json()) as JsonValue;
    if (!response.ok) throw errorFromJson(answer, undefined, new ConnectError(response.statusText, Code.Unknown));
    return answer as unknown as BatchAnswer;
  }
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function base64(bytes: Uint8Array): string {
  let text = "";
  // In parts, for a call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}
