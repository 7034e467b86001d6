// What changed between two versions: first the promises, then facts and sections.
import { ChangeSense, DiffKind, type DiffCount, type DiffEntry, type DiffDocumentRevisionsResponse } from "../../gen/pledge/v1/revision_diff_pb.js";
import { RevisionCause } from "../../gen/pledge/v1/document_pb.js";
import { documents } from "../api/clients.js";
import { type Place, type View } from "../app/router.js";
import { causeWord } from "../model/kinds.js";
import { addressOf, recordId } from "../model/names.js";
import { redline } from "../text/redline.js";
import { h } from "../ui/dom.js";
import { time } from "../ui/format.js";
import { t, type Word } from "../words/index.js";

const PAGE = 1000;
const SIGNS: Partial<Record<DiffKind, string>> = {
  [DiffKind.ADDED]: "＋",
  [DiffKind.REMOVED]: "－",
  [DiffKind.CHANGED]: "～",
  [DiffKind.MOVED]: "＞",
};
const WORDS: Partial<Record<DiffKind, Word>> = {
  [DiffKind.ADDED]: "change.added",
  [DiffKind.REMOVED]: "change.removed",
  [DiffKind.CHANGED]: "change.changed",
  [DiffKind.MOVED]: "change.moved",
};
const PARTS = ["commitments", "facts", "labels", "sections", "source"] as const;

export async function openDiff({ parts: [collection = "", document = "", base = "", target = ""], signal }: Place): Promise<View> {
  const name = `collections/${collection}/documents/${document}`;
  const entries: DiffEntry[] = [];
  let first: DiffDocumentRevisionsResponse | undefined;
  for (let pageToken = ""; ; ) {
    const answer = await documents.diffDocumentRevisions(
      { base: `${name}/revisions/${base}`, target: `${name}/revisions/${target}`, pageSize: PAGE, pageToken },
      { signal },
    );
    first ??= answer;
    entries.push(...answer.entries);
    pageToken = answer.nextPageToken;
    if (!pageToken) break;
  }
  return new DiffView(collection, document, first, entries);
}

class DiffView implements View {
  readonly element: HTMLElement;
  readonly title: string;
  private at = -1;

  constructor(collection: string, document: string, answer: DiffDocumentRevisionsResponse, entries: DiffEntry[]) {
    const [a, b] = [answer.base!, answer.target!].map((side) => recordId(side.name)) as [string, string];
    this.title = t("diff.title", { a, b });
    const isReanalysis = answer.target!.cause === RevisionCause.REANALYZED && !entries.some((entry) => entry.part === "source");
    this.element = h(
      "div",
      { class: "page narrow diff" },
      h("div", { class: "crumb" }, h("a", { href: `/c/${collection}` }, collection), " › ", h("a", { href: `/c/${collection}/d/${document}` }, document), " › ", h("a", { href: `/c/${collection}/d/${document}/versions` }, t("versions.title"))),
      h("div", { class: "page-head" }, h("h1", {}, this.title), h("span", { class: "note" }, h("kbd", {}, "n"), " ", h("kbd", {}, "p"), ` ${t("keys.change")}`)),
      h("p", { class: "sides" }, [answer.base!, answer.target!].map((side) =>
        h("a", { href: addressOf(side.name) }, `${t("letter.revision", { n: recordId(side.name) })} · ${t(causeWord(side.cause))} · ${time(side.createTime)}`))),
      isReanalysis && h("p", { class: "notice" }, t("diff.reanalyzed")),
      entries.length === 0 && h("p", { class: "empty" }, t("diff.none")),
      PARTS.map((part) => section(part, answer.counts, entries.filter((entry) => entry.part === part))),
    );
  }

  key(key: string): boolean {
    if (key !== "n" && key !== "p") return false;
    const changes = [...this.element.querySelectorAll<HTMLElement>(".change")];
    if (changes.length === 0) return false;
    this.at = Math.max(0, Math.min(changes.length - 1, this.at + (key === "n" ? 1 : -1)));
    changes.forEach((change, index) => change.classList.toggle("current", index === this.at));
    changes[this.at]!.scrollIntoView({ block: "center" });
    changes[this.at]!.closest("details")?.setAttribute("open", "");
    return true;
  }
}

function section(part: (typeof PARTS)[number], counts: DiffCount[], entries: DiffEntry[]): HTMLElement | false {
  const count = counts.find((candidate) => candidate.part === part);
  if (!count || (entries.length === 0 && part !== "commitments")) return false;
  const title = [h("h2", {}, t(`diff.${part}`)), h("span", { class: "counts" }, countWords(count))];
  if (part === "commitments") return h("section", { "data-part": part }, h("div", { class: "part-head" }, title), entries.map(change));
  return h("details", { "data-part": part, open: part === "facts" }, h("summary", {}, title), entries.map(change));
}

function countWords(count: DiffCount): string {
  const parts: [string, number, Word][] = [
    ["＋", count.added, "change.added"],
    ["－", count.removed, "change.removed"],
    ["～", count.changed, "change.changed"],
    ["＞", count.moved, "change.moved"],
    ["＝", count.same, "change.same"],
  ];
  return parts.filter(([, n]) => n > 0).map(([sign, n, word]) => `${sign}${n} ${t(word)}`).join("　");
}

function change(entry: DiffEntry): HTMLElement {
  const kind = DiffKind[entry.kind].toLowerCase();
  return h(
    "article",
    { class: `change ${kind}` },
    h(
      "div",
      { class: "top" },
      h("strong", { class: "sign" }, SIGNS[entry.kind]),
      h("span", {}, t(WORDS[entry.kind]!)),
      entry.senses.map((sense) => h("span", { class: "sense" }, t(senseWord(sense)))),
      h("span", { class: "links" }, [entry.baseName, entry.targetName].filter((name) => /\/(commitments|sections)\//.test(name)).map(link)),
    ),
    (entry.baseText || entry.targetText) && h("p", { class: "words", lang: "zh-Hans" }, words(entry)),
    entry.fieldChanges.length > 0 &&
      h("dl", { class: "fields" }, entry.fieldChanges.map((field) => [
        h("dt", {}, fieldWord(field.path)),
        h("dd", { lang: "zh-Hans" }, h("del", {}, valueWord(field.path, field.baseValue)), " → ", h("ins", {}, valueWord(field.path, field.targetValue))),
      ])),
  );
}

function words(entry: DiffEntry): (Node | string)[] {
  if (entry.kind === DiffKind.ADDED) return [h("ins", {}, entry.targetText)];
  if (entry.kind === DiffKind.REMOVED) return [h("del", {}, entry.baseText)];
  return redline(entry.baseText, entry.targetText).map((run) =>
    run.is === "same" ? run.words : run.is === "inserted" ? h("ins", {}, run.words) : h("del", {}, run.words),
  );
}

// Paths that a reader meets often have words; the others stand as they are.
const FIELDS: Record<string, Word> = {
  strength: "table.strength", type: "table.type", verifiability: "record.check", actor: "record.actor", action: "diff.action", object: "diff.object",
  cooperators: "record.with", condition: "record.condition", manner: "record.manner", targets: "record.targets", "deadline.text": "diff.deadlineText",
  "deadline.start_date": "diff.deadlineStart", "deadline.end_date": "record.deadline", "facts.issuer": "fact.issuer", "facts.document_number": "fact.number",
  "facts.issue_date": "fact.date", "facts.title": "section.title",
};

const fieldWord = (path: string): Node | string => (FIELDS[path] ? t(FIELDS[path]) : h("code", {}, path));

function valueWord(path: string, value: string): string {
  if (value === "") return t("none");
  const group = { strength: "strength", type: "type", verifiability: "check" }[path];
  return group ? t(`${group}.${value.toLowerCase()}` as Word) : value;
}

const link = (name: string) =>
  h("a", { href: addressOf(name) }, t("diff.in", { n: /\/revisions\/([^/]+)/.exec(name)?.[1] ?? "" }));

function senseWord(sense: ChangeSense): Word {
  const name = ChangeSense[sense].toLowerCase().replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return `sense.${name}` as Word;
}
