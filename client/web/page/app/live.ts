// One watch for all tabs of a browser: the tab that holds the lock watches and tells the others. A browser
// gives few connections to one host, and a watch keeps one.
import { Code, ConnectError } from "@connectrpc/connect";
import { WatchTarget } from "../../gen/pledge/v1/watch_service_pb.js";
import { watches } from "../api/clients.js";

export interface LiveEvent {
  // Newest commit, as text, for channels carry no bigint of protobuf safely across versions.
  commit: string;
  isOn: boolean;
  // Documents that changed, by resource name of their newest revision.
  changed: string[];
}

const CHECKPOINT_SECONDS = 5n;
// Without a word for so long the watch is taken for dead.
const SILENCE_MS = 2 * Number(CHECKPOINT_SECONDS) * 1000;
const AGAIN_MS = 2000;

export function startLive(tell: (event: LiveEvent) => void): void {
  const channel = new BroadcastChannel("pledge-live");
  channel.onmessage = (message: MessageEvent<LiveEvent>) => tell(message.data);
  const tellAll = (event: LiveEvent) => {
    tell(event);
    channel.postMessage(event);
  };
  const lead = () => watchForever(tellAll);
  if (navigator.locks) void navigator.locks.request("pledge-watch", lead);
  else void lead();
}

async function watchForever(tell: (event: LiveEvent) => void): Promise<never> {
  let token = "";
  for (;;) {
    try {
      for await (const next of watchOnce(token)) {
        token = next.token || token;
        tell(next.event);
      }
    } catch (error) {
      tell({ commit: "", isOn: false, changed: [] });
      // The point is no longer kept, or the store is another: begin with what is now.
      if ([Code.OutOfRange, Code.InvalidArgument].includes(ConnectError.from(error).code)) token = "";
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }
}

async function* watchOnce(resumeToken: string): AsyncIterable<{ token: string; event: LiveEvent }> {
  const abort = new AbortController();
  let silence = 0;
  const heard = () => {
    clearTimeout(silence);
    silence = window.setTimeout(() => abort.abort(), SILENCE_MS);
  };
  heard();
  try {
    const stream = watches.watchChanges(
      { target: WatchTarget.DOCUMENTS, selector: { parents: ["collections/-"] }, namesOnly: true, resumeToken, checkpointInterval: { seconds: CHECKPOINT_SECONDS } },
      { signal: abort.signal },
    );
    for await (const message of stream) {
      heard();
      yield {
        token: message.resumeToken,
        event: {
          commit: String(message.through?.commitNumber ?? ""),
          isOn: true,
          changed: message.changes.map((change) => change.name),
        },
      };
    }
  } finally {
    clearTimeout(silence);
  }
}
