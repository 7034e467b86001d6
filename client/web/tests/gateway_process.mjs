// Starts a gateway of the build before the server that PLEDGE_SERVER names, and stops it again.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const PROGRAM = join(dirname(fileURLToPath(import.meta.url)), "..", "dist", "gateway.mjs");

export async function startGateway({ server = process.env.PLEDGE_SERVER, flags = [] } = {}) {
  const words = [PROGRAM, "--listen", "127.0.0.1:0", "--server", server, ...flags];
  const child = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "inherit"] });
  const exit = once(child, "exit").then(([code, signal]) => code ?? signal);
  const first = await Promise.race([
    once(createInterface({ input: child.stdout }), "line").then(([line]) => line),
    exit.then((code) => {
      throw new Error(`the gateway ended with ${code}`);
    }),
  ]);
  const base = first.replace("listening on ", "");
  return {
    base,
    exit,
    stop() {
      child.kill("SIGTERM");
      return exit;
    },
  };
}

export async function call(base, method, request, headers = {}) {
  const response = await fetch(`${base}/pledge.v1.${method}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(request),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

export const reasonOf = (answer) =>
  answer.body.details?.find((detail) => detail.type === "google.rpc.ErrorInfo")?.debug?.reason;

export async function postItems(base, session, items, query = "") {
  const response = await fetch(`${base}/upload/v1/${session}${query}`, {
    method: "POST",
    headers: { "content-type": "application/jsonl" },
    body: items.map((item) => JSON.stringify(item)).join("\n"),
  });
  return { status: response.status, body: await response.json() };
}

export const item = (sequence, documentId, text) => ({
  sequence: String(sequence),
  documentId,
  content: { data: Buffer.from(text).toString("base64") },
});
