// Command line of the gateway.
import { parseArgs } from "node:util";

export interface Options {
  listenHost: string;
  listenPort: number;
  // Base address of pledged, such as http://127.0.0.1:7420.
  server: string;
  // Names under which browsers may reach the gateway, beside the address that it listens on and localhost.
  hosts: string[];
  operatorCalls: boolean;
  maxRequestBytes: number;
  graceMs: number;
}

export const USAGE = `Usage: gateway [OPTIONS]

JSON over HTTP, Connect and gRPC-Web in front of one pledged, and the page for people.

  --listen HOST:PORT      address to serve on (127.0.0.1:7480); port 0: any free one
  --server ADDR           pledged: HOST:PORT, or https://HOST:PORT for TLS (127.0.0.1:7420)
  --host NAME             name by which browsers reach the gateway; may be repeated. Requests for other
                          names are refused, so that a foreign page cannot rebind its own name to us
  --operator-calls        also forward the calls of AdminService that change something
  --max-request-mib N     largest request body (24: a document of 16 MiB as base64)
  --grace SECONDS         time for open calls to end after SIGTERM (10)
  --help                  this text
`;

// Throws an Error with a message for people.
export function readOptions(args: string[]): Options | "help" {
  const { values } = parseArgs({
    args,
    options: {
      listen: { type: "string", default: "127.0.0.1:7480" },
      server: { type: "string", default: "127.0.0.1:7420" },
      host: { type: "string", multiple: true, default: [] },
      "operator-calls": { type: "boolean", default: false },
      "max-request-mib": { type: "string", default: "24" },
      grace: { type: "string", default: "10" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return "help";
  const [listenHost, listenPort] = hostAndPort("--listen", values.listen);
  return {
    listenHost,
    listenPort,
    server: values.server.includes("://") ? values.server : `http://${values.server}`,
    hosts: values.host.map((host) => host.toLowerCase()),
    operatorCalls: values["operator-calls"],
    maxRequestBytes: positive("--max-request-mib", values["max-request-mib"]) * 1024 * 1024,
    graceMs: positive("--grace", values.grace) * 1000,
  };
}

function hostAndPort(name: string, value: string): [string, number] {
  const match = /^\[?([^\]]*?)\]?:(\d{1,5})$/.exec(value);
  const port = Number(match?.[2]);
  if (!match || !match[1] || port > 65535) throw new Error(`${name}: not HOST:PORT: ${value}`);
  return [match[1], port];
}

function positive(name: string, value: string): number {
  const number = Number(value);
  if (!Number.isFinite(number) || number <= 0) throw new Error(`${name}: not a number above 0: ${value}`);
  return number;
}
