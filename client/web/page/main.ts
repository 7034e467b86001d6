// Boots the page: frame, routes, keys, the live connection.
import { Frame } from "./app/frame.js";
import { listenToKeys } from "./app/keys.js";
import { startLive, type LiveEvent } from "./app/live.js";
import { Router, type Route } from "./app/router.js";
import { loadLetter } from "./letter/load.js";
import { LetterView } from "./letter/view.js";
import { LiveNotice } from "./ui/live_notice.js";
import { openCollection } from "./views/collection.js";
import { openChanges } from "./views/changes.js";
import { openCollections } from "./views/collections.js";
import { openCommitments } from "./views/commitments.js";
import { openDiff } from "./views/diff.js";
import { openDue } from "./views/due.js";
import { openIssuers } from "./views/issuers.js";
import { openUpload } from "./views/upload.js";
import { openVersions } from "./views/versions.js";

const letterName = (collection: string, document: string) => `collections/${collection}/documents/${document}`;

const routes: Route[] = [
  { pattern: /^\/$/, section: "letters", open: openCollections },
  { pattern: /^\/c\/([^/]+)\/?$/, section: "letters", open: openCollection },
  { pattern: /^\/commitments$/, section: "commitments", open: openCommitments },
  { pattern: /^\/c\/([^/]+)\/commitments$/, section: "commitments", open: openCommitments },
  { pattern: /^\/due$/, section: "due", open: openDue },
  { pattern: /^\/issuers$/, section: "issuers", open: openIssuers },
  { pattern: /^\/changes$/, section: "changes", open: openChanges },
  { pattern: /^\/c\/([^/]+)\/upload$/, section: "upload", open: openUpload },
  { pattern: /^\/c\/([^/]+)\/d\/([^/]+)\/versions$/, section: "letters", open: openVersions },
  { pattern: /^\/c\/([^/]+)\/d\/([^/]+)\/diff\/(\d+)\.\.(\d+)$/, section: "letters", open: openDiff },
  {
    pattern: /^\/c\/([^/]+)\/d\/([^/]+)(?:\/r\/(\d+))?$/,
    section: "letters",
    open: async ({ parts: [collection, document, revision], signal }) =>
      new LetterView(await loadLetter(letterName(collection!, document!), revision ? Number(revision) : undefined, signal)),
  },
];

let frame: Frame;
let router: Router | undefined;
let last: LiveEvent | undefined;
const notice = new LiveNotice(() => void router?.open());

function build(): void {
  frame = new Frame(() => {
    build();
    void router?.open();
  });
  frame.main.before(notice.element);
  router?.close();
  router = new Router(routes, frame.main, (section) => {
    frame.setSection(section);
    notice.clear();
  });
  if (last) showLive(last);
}

function showLive(event: LiveEvent): void {
  frame.setLive(event.isOn ? { is: "on", commit: BigInt(event.commit || last?.commit || 0) } : { is: "off" });
}

build();
listenToKeys(() => router!);
startLive((event) => {
  showLive(event);
  if (event.isOn && event.commit) last = event;
  if (event.changed.length > 0) notice.add(event.changed);
});
void router!.open();
