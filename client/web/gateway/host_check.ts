// Refuses requests for a name that is not ours, or from a page of another origin. Without it a foreign page
// could point its own name at this address and use the API with the rights of whoever looks at it.
import { type IncomingMessage } from "node:http";

const LOOPBACK = ["localhost", "127.0.0.1", "::1"];

export class HostCheck {
  private readonly names: Set<string>;

  constructor(listenHost: string, hosts: string[]) {
    this.names = new Set([...LOOPBACK, listenHost.toLowerCase(), ...hosts]);
  }

  // The reason for refusing the request; undefined when it is fine.
  refusal(request: IncomingMessage): string | undefined {
    const host = request.headers.host;
    if (host === undefined || !this.names.has(nameOf(`http://${host}`))) {
      return "this name is not served here; see --host";
    }
    const origin = request.headers.origin;
    if (origin !== undefined && originHost(origin) !== host.toLowerCase()) {
      return "requests from pages of other origins are not taken";
    }
    return undefined;
  }
}

function nameOf(url: string): string {
  try {
    return new URL(url).hostname.toLowerCase().replace(/^\[|\]$/g, "");
  } catch {
    return "";
  }
}

function originHost(origin: string): string {
  return origin.replace(/^https?:\/\//, "").toLowerCase();
}
