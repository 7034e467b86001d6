// The page: its few files, held in memory with their digests. Addresses of views get the one HTML page.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { type IncomingMessage, type ServerResponse } from "node:http";
import { extname, join } from "node:path";
import { gzipSync } from "node:zlib";

const TYPES: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};

// The page needs nothing from elsewhere and may not be framed.
const HEADERS = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "cache-control": "no-cache",
  "cross-origin-opener-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  vary: "accept-encoding",
};

const VIEWS = /^\/(?:c(?:\/.*)?|commitments|due|issuers|changes)?$/;

interface StaticFile {
  type: string;
  plain: Buffer;
  gzip: Buffer;
  etag: string;
}

export class StaticFiles {
  private readonly files = new Map<string, StaticFile>();

  constructor(folder: string) {
    for (const name of readdirSync(folder)) {
      const type = TYPES[extname(name)];
      if (!type) continue;
      const plain = readFileSync(join(folder, name));
      const etag = `"${createHash("sha256").update(plain).digest("hex").slice(0, 32)}"`;
      this.files.set(`/${name}`, { type, plain, gzip: gzipSync(plain), etag });
    }
  }

  // Answers a GET or HEAD for a file or a view; false when the path is neither.
  serve(path: string, request: IncomingMessage, response: ServerResponse): boolean {
    const file = this.files.get(VIEWS.test(path) ? "/index.html" : path);
    if (!file) return false;
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.writeHead(405, { allow: "GET, HEAD" }).end();
      return true;
    }
    if (request.headers["if-none-match"] === file.etag) {
      response.writeHead(304, { ...HEADERS, etag: file.etag }).end();
      return true;
    }
    const zipped = /\bgzip\b/.test(String(request.headers["accept-encoding"] ?? ""));
    const body = zipped ? file.gzip : file.plain;
    response.writeHead(200, {
      ...HEADERS,
      ...(zipped ? { "content-encoding": "gzip" } : {}),
      "content-type": file.type,
      "content-length": body.length,
      etag: file.etag,
    });
    response.end(request.method === "HEAD" ? undefined : body);
    return true;
  }
}
