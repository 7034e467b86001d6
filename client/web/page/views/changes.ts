// What changed since the last look, and from then on as it happens. New lines never push what is being read.
import { timestampDate } from "@bufbuild/protobuf/wkt";
import { Code, ConnectError } from "@connectrpc/connect";
import { ChangeKind, WatchTarget, type Change } from "../../gen/pledge/v1/watch_service_pb.js";
import { watches } from "../api/clients.js";
import { isCancel, problemOf } from "../api/problem.js";
import { type Place, type View } from "../app/router.js";
import { kindOf } from "../model/kinds.js";
import { addressOf, partsOf } from "../model/names.js";
import { badge } from "../ui/badge.js";
import { h, replace } from "../ui/dom.js";
import { count, day, localDay } from "../ui/format.js";
import { problemBar } from "../ui/problem_bar.js";
import { t } from "../words/index.js";

const SINCE = "pledge.changes-since";
const SIGNS: Partial<Record<ChangeKind, string>> = { [ChangeKind.ADDED]: "＋", [ChangeKind.CHANGED]: "～", [ChangeKind.REMOVED]: "－" };
const MOST_LINES = 1000;
const AGAIN_MS = 2000;

interface Since {
  token: string;
  time: string;
}

export async function openChanges({ query }: Place): Promise<View> {
  const stored = JSON.parse(localStorage.getItem(SINCE) ?? "null") as Since | null;
  const token = query.get("since") ?? stored?.token ?? "";
  return new ChangesView(token, stored?.time ?? "");
}

class ChangesView implements View {
  readonly title = t("changes.title");
  readonly element: HTMLElement;
  private readonly abort = new AbortController();
  private readonly feed = h("ol", { class: "feed", "aria-label": t("changes.title") });
  private readonly counts = h("span", { class: "count", role: "status" });
  private readonly waiting = h("div", { class: "rest" });
  private readonly problem = h("div");
  private readonly hold = h("button", { class: "button", "aria-pressed": "false", onclick: () => this.toggleHold() }, t("changes.pause"));
  private readonly numbers = { added: 0, changed: 0, removed: 0 };
  private held: HTMLElement[] = [];
  private isHeld = false;

  constructor(
    private token: string,
    private readonly time: string,
  ) {
    this.element = h(
      "div",
      { class: "page narrow" },
      h("div", { class: "page-head" }, h("h1", {}, this.title), this.counts, this.hold),
      h("p", { class: "note" }, token && time ? t("changes.since", { time }) : t("changes.first")),
      this.problem,
      this.waiting,
      this.feed,
    );
    void this.watch();
  }

  closed(): void {
    this.abort.abort();
  }

  private async watch(): Promise<void> {
    while (!this.abort.signal.aborted) {
      try {
        await this.watchOnce();
        this.problem.replaceChildren();
      } catch (error) {
        if (this.abort.signal.aborted || isCancel(error)) return;
        const problem = problemOf(error);
        if (problem.reason === "HISTORY_TRIMMED" && (await this.restart())) continue;
        replace(this.problem, problemBar(problem, () => undefined));
        if (!problem.isPassing && ConnectError.from(error).code !== Code.Unknown) return;
      }
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }

  private async watchOnce(): Promise<void> {
    const stream = watches.watchChanges(
      {
        target: WatchTarget.COMMITMENTS,
        selector: { parents: ["collections/-"] },
        resumeToken: this.token,
        includePrevious: true,
        checkpointInterval: { seconds: 5n },
      },
      { signal: this.abort.signal },
    );
    for await (const message of stream) {
      this.problem.replaceChildren();
      const at = message.through?.commitTime ? timestampDate(message.through.commitTime) : new Date();
      for (const change of message.changes) this.add(change, at);
      if (message.resumeToken) {
        this.token = message.resumeToken;
        const time = `${localDay(new Date())} ${new Date().toTimeString().slice(0, 5)}`;
        localStorage.setItem(SINCE, JSON.stringify({ token: this.token, time } satisfies Since));
      }
      if (message.backlog === 0n && this.feed.children.length === 0 && this.time) replace(this.waiting, t("changes.none"));
    }
  }

  // From the earliest point that is kept.
  private async restart(): Promise<boolean> {
    const { oldest } = await watches.getWatermarks({}, { signal: this.abort.signal });
    const isNew = oldest !== undefined && oldest.consistencyToken !== this.token;
    if (isNew) this.token = oldest.consistencyToken;
    replace(this.problem, h("p", { class: "notice" }, t("changes.trimmed")));
    return isNew;
  }

  private add(change: Change, at: Date): void {
    const line = changeLine(change, at);
    if (!line) return;
    if (change.kind === ChangeKind.ADDED) ++this.numbers.added;
    if (change.kind === ChangeKind.CHANGED) ++this.numbers.changed;
    if (change.kind === ChangeKind.REMOVED) ++this.numbers.removed;
    const { added, removed, changed } = this.numbers;
    this.counts.textContent = `${t("change.added")} ${count(added)}　${t("change.removed")} ${count(removed)}　${t("change.changed")} ${count(changed)}`;
    // Who has scrolled down is reading.
    if (this.isHeld || scrollY > 80) this.held.push(line);
    else this.show([line]);
    this.drawWaiting();
  }

  private show(lines: HTMLElement[]): void {
    for (const line of lines) this.feed.prepend(line);
    while (this.feed.children.length > MOST_LINES) this.feed.lastElementChild!.remove();
  }

  private drawWaiting(): void {
    if (this.held.length === 0) {
      this.waiting.replaceChildren();
      return;
    }
    const button = h("button", { class: "button", onclick: () => { this.show(this.held); this.held = []; this.drawWaiting(); } }, t("changes.waiting", { n: count(this.held.length) }));
    replace(this.waiting, button);
  }

  private toggleHold(): void {
    this.isHeld = !this.isHeld;
    this.hold.setAttribute("aria-pressed", String(this.isHeld));
    this.hold.textContent = t(this.isHeld ? "changes.resume" : "changes.pause");
  }
}

function changeLine(change: Change, at: Date): HTMLElement | undefined {
  const now = change.current.case === "commitment" ? change.current.value : undefined;
  const before = change.previous.case === "previousCommitment" ? change.previous.value : undefined;
  const shown = now ?? before;
  if (!shown || !SIGNS[change.kind]) return undefined;
  const { document, revision } = partsOf(change.name);
  const dates = now && before && day(now.deadline?.endDate) !== day(before.deadline?.endDate);
  return h(
    "li",
    { class: ChangeKind[change.kind].toLowerCase() },
    h("time", { datetime: at.toISOString() }, at.toTimeString().slice(0, 8)),
    h("span", { class: "sign" }, SIGNS[change.kind]),
    before && now && kindOf(before) !== kindOf(now) && [badge(kindOf(before)), "→"],
    badge(kindOf(shown)),
    h("a", { class: "words", href: addressOf(change.name), lang: "zh-Hans" }, shown.text),
    dates && h("span", { class: "from" }, `${t("record.deadline")} ${day(before.deadline?.endDate) || t("none")} → ${day(now.deadline?.endDate) || t("none")}`),
    h("span", { class: "from" }, `${shown.letter?.issuer ?? ""} ${document} ${t("letter.revision", { n: revision })}`),
  );
}
