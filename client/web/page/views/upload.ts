// Bulk upload: files in, each one's outcome out, and on again after any cut.
import { IngestOutcome, type IngestResult } from "../../gen/pledge/v1/ingest_service_pb.js";
import { ErrorInfoSchema } from "../../gen/google/rpc/error_details_pb.js";
import { anyUnpack } from "@bufbuild/protobuf/wkt";
import { ingest } from "../api/clients.js";
import { problemOf } from "../api/problem.js";
import { type Place, type View } from "../app/router.js";
import { addressOf } from "../model/names.js";
import { chosenFiles, droppedFiles, sessionIdOf, type ChosenFile } from "../upload/reader.js";
import { Sender, type Progress } from "../upload/sender.js";
import { h, replace } from "../ui/dom.js";
import { count, size } from "../ui/format.js";
import { problemBar } from "../ui/problem_bar.js";
import { t, type Word } from "../words/index.js";

const OUTCOMES: [IngestOutcome, Word][] = [
  [IngestOutcome.CREATED, "upload.created"],
  [IngestOutcome.UPDATED, "upload.updated"],
  [IngestOutcome.UNCHANGED, "upload.unchanged"],
  [IngestOutcome.REJECTED, "upload.rejected"],
  [IngestOutcome.RETRY, "upload.retry"],
];
const SHOWN = 200;

export async function openUpload({ parts: [collection = ""] }: Place): Promise<View> {
  return new UploadView(collection);
}

class UploadView implements View {
  readonly title = t("upload.title");
  readonly element: HTMLElement;
  private readonly drop = h("div", { class: "drop" });
  private readonly chosenWords = h("span", { class: "note" });
  private readonly start = h("button", { class: "button main", disabled: true, onclick: () => void this.go() }, t("upload.start"));
  private readonly pause = h("button", { class: "button", hidden: true, onclick: () => this.togglePause() }, t("upload.pause"));
  private readonly finish = h("button", { class: "button", hidden: true, onclick: () => void this.end() }, t("upload.finish"));
  private readonly state = h("div", { class: "upload-state" });
  private readonly problem = h("div");
  private readonly table = h("tbody");
  private readonly counts = new Map<IngestOutcome, number>();
  private readonly collection: HTMLInputElement;
  private readonly namesAreIds = h("input", { type: "checkbox", checked: true });
  private files: ChosenFile[] = [];
  private sender: Sender | undefined;
  private durable = 0;
  private first = 0;
  private startedAt = 0;
  private isRunning = false;

  constructor(collection: string) {
    this.collection = h("input", { type: "text", value: collection, pattern: "[a-z0-9._\\-]{1,128}", title: t("upload.collectionHint"), required: true });
    const choose = h("input", { type: "file", multiple: true, hidden: true, id: "files", onchange: () => this.take([...(choose.files ?? [])].map((file) => ({ file, path: file.name }))) });
    const folder = h("input", { type: "file", multiple: true, hidden: true, webkitdirectory: true, onchange: () => this.take([...(folder.files ?? [])].map((file) => ({ file, path: file.webkitRelativePath || file.name }))) });
    replace(this.drop, t("upload.drop"), h("button", { class: "button", onclick: () => choose.click() }, t("upload.choose")), h("button", { class: "button", onclick: () => folder.click() }, t("upload.chooseFolder")), choose, folder);
    this.drop.addEventListener("dragover", (event) => { event.preventDefault(); this.drop.classList.add("over"); });
    this.drop.addEventListener("dragleave", () => this.drop.classList.remove("over"));
    this.drop.addEventListener("drop", (event) => {
      event.preventDefault();
      this.drop.classList.remove("over");
      if (event.dataTransfer) void droppedFiles(event.dataTransfer).then((files) => this.take(files));
    });
    this.element = h(
      "div",
      { class: "page narrow" },
      h("div", { class: "page-head" }, h("h1", {}, this.title)),
      h("div", { class: "upload-form" }, h("label", {}, t("upload.collection"), this.collection), h("label", { class: "toggle" }, this.namesAreIds, t("upload.nameAsId"))),
      this.drop,
      h("div", { class: "upload-actions" }, this.start, this.pause, this.finish, this.chosenWords),
      this.problem,
      this.state,
      h("table", { class: "outcomes", hidden: true }, this.table),
    );
  }

  closed(): void {
    this.sender?.pause();
  }

  private take(files: { file: File; path: string }[]): void {
    if (this.isRunning || files.length === 0) return;
    this.files = chosenFiles(files, this.namesAreIds.checked);
    const bytes = this.files.reduce((sum, { file }) => sum + file.size, 0);
    this.chosenWords.textContent = t("upload.selected", { n: count(this.files.length), size: size(bytes) });
    this.start.disabled = false;
  }

  private async go(): Promise<void> {
    if (!this.collection.reportValidity()) return;
    const collection = this.collection.value;
    this.start.disabled = true;
    this.problem.replaceChildren();
    this.counts.clear();
    this.table.replaceChildren();
    try {
      const name = `collections/${collection}/ingestSessions/${await sessionIdOf(this.files)}`;
      this.sender = new Sender(name, this.files, (progress) => this.tell(progress));
      this.durable = this.first = await this.sender.attach(collection);
      await this.run();
    } catch (error) {
      replace(this.problem, problemBar(problemOf(error), () => void this.go()));
      this.start.disabled = false;
    }
  }

  private async run(): Promise<void> {
    this.isRunning = true;
    this.startedAt = performance.now();
    this.first = this.durable;
    this.pause.hidden = false;
    this.pause.textContent = t("upload.pause");
    this.draw("");
    await this.sender!.send(this.durable);
    this.isRunning = false;
    const isDone = this.durable >= this.files.length;
    this.pause.hidden = isDone;
    this.pause.textContent = t("upload.resume");
    this.finish.hidden = !isDone;
    this.draw("");
  }

  private togglePause(): void {
    if (this.isRunning) this.sender?.pause();
    else void this.run();
  }

  private tell(progress: Progress): void {
    this.durable = progress.durable;
    for (const result of progress.results) {
      this.counts.set(result.outcome, (this.counts.get(result.outcome) ?? 0) + 1);
      this.addRow(result);
    }
    if (progress.isFenced) replace(this.problem, h("div", { class: "problem", role: "alert" }, t("upload.fenced"), h("code", {}, "SESSION_FENCED")));
    else if (progress.problem) replace(this.problem, problemBar(progress.problem, () => void this.run()));
    else this.problem.replaceChildren();
    this.draw(progress.slow);
  }

  // Refused ones first: they are what somebody has to look at.
  private addRow(result: IngestResult): void {
    this.table.parentElement!.hidden = false;
    const file = this.files[Number(result.sequence) - 1];
    const isFailed = result.outcome === IngestOutcome.REJECTED || result.outcome === IngestOutcome.RETRY;
    const word = OUTCOMES.find(([outcome]) => outcome === result.outcome)?.[1];
    const row = h(
      "tr",
      { "data-outcome": IngestOutcome[result.outcome] },
      h("td", {}, `#${result.sequence}`),
      h("td", {}, result.revision ? h("a", { href: addressOf(result.revision.replace(/\/revisions\/.*/, "")) }, file?.path) : file?.path),
      h("td", {}, word && t(word)),
      h("td", {}, isFailed && [h("code", {}, reasonOf(result)), " ", result.status?.message]),
    );
    if (isFailed) this.table.prepend(row);
    else this.table.append(row);
    if (this.table.children.length > SHOWN) this.table.lastElementChild!.remove();
  }

  private draw(slow: string): void {
    const all = this.files.length;
    const seconds = (performance.now() - this.startedAt) / 1000;
    const rate = seconds > 1 ? Math.round((this.durable - this.first) / seconds) : 0;
    const isDone = this.durable >= all;
    replace(
      this.state,
      h("progress", { max: all, value: this.durable, "aria-label": t("upload.title") }),
      h("div", { class: "upload-counts", role: "status" },
        h("b", {}, t("upload.progress", { n: count(this.durable), m: count(all) })),
        this.isRunning && rate > 0 && h("span", {}, t("upload.rate", { n: count(rate) })),
        OUTCOMES.filter(([outcome]) => this.counts.get(outcome)).map(([outcome, word]) => h("span", { "data-count": IngestOutcome[outcome] }, `${t(word)} ${count(this.counts.get(outcome)!)}`))),
      slow && h("p", { class: "note" }, t("upload.slow", { reason: slow })),
      h("p", { class: "note" }, isDone ? t("upload.done", { n: count(all) }) : t("upload.durable", { n: count(this.durable) }), " ", isDone && h("a", { href: `/c/${this.collection.value}` }, t("upload.see"))),
    );
  }

  private async end(): Promise<void> {
    try {
      await ingest.finishIngestSession({ name: this.sender!.session, expectedCount: BigInt(this.files.length) });
      this.finish.hidden = true;
      this.state.append(h("p", { class: "note" }, t("upload.finished", { n: count(this.files.length) })));
    } catch (error) {
      replace(this.problem, problemBar(problemOf(error), () => void this.end()));
    }
  }
}

function reasonOf(result: IngestResult): string {
  for (const detail of result.status?.details ?? []) {
    const info = anyUnpack(detail, ErrorInfoSchema);
    if (info) return info.reason;
  }
  return "";
}
