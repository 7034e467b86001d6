// Head of the letter: where it stands, what it is, how strong its commitments are.
import { AnalysisState, RepairKind } from "../../gen/pledge/v1/document_pb.js";
import { kindOf, STRENGTHS, type Kind } from "../model/kinds.js";
import { partsOf } from "../model/names.js";
import { badge, strengthBar } from "../ui/badge.js";
import { h } from "../ui/dom.js";
import { count, time } from "../ui/format.js";
import { t } from "../words/index.js";
import { type Letter } from "./load.js";
import { repairWords } from "./source_pieces.js";

export interface HeadActions {
  toggleKind(kind: Kind, isOn: boolean): void;
  showContact(into: HTMLElement): void;
}

export function headOf(letter: Letter, actions: HeadActions): HTMLElement {
  const { collection, document: id } = partsOf(letter.name);
  const title = letter.document.facts?.title?.text || id;
  const revision = h(
    "a",
    { class: "revision", href: `/c/${collection}/d/${id}/versions` },
    t("letter.revision", { n: letter.number }),
    letter.number === letter.latest && ` · ${t("letter.latest")}`,
  );
  return h(
    "header",
    { class: "head" },
    h("div", { class: "crumb" }, h("a", { href: `/c/${collection}` }, collection), " › ", h("a", { href: `/c/${collection}/d/${id}` }, id), revision),
    h("h1", { lang: "zh-Hans" }, title),
    factsOf(letter, actions),
    summary(letter, actions),
    notices(letter, collection, id),
  );
}

function factsOf(letter: Letter, actions: HeadActions): HTMLElement {
  const facts = letter.document.facts;
  const date = facts?.issueDate;
  const proposal = [facts?.session?.text, facts?.proposalNumber?.text].filter(Boolean).join(" ");
  const contact = h("button", { class: "plain", onclick: () => actions.showContact(contact) }, t("letter.contact"));
  const entry = (word: Parameters<typeof t>[0], value: string | undefined, isInferred = false) =>
    value && h("div", {}, h("dt", {}, t(word)), h("dd", { class: isInferred ? "inferred" : "", lang: "zh-Hans" }, value));
  return h(
    "dl",
    { class: "facts" },
    entry("fact.issuer", facts?.issuer?.value || facts?.issuer?.text, facts?.issuer?.inferred),
    entry("fact.number", facts?.documentNumber?.value || facts?.documentNumber?.text),
    entry("fact.proposal", proposal),
    entry("fact.to", facts?.addressees.map((a) => a.text).join("、")),
    entry("fact.date", date?.value || t("none"), date?.inferred),
    entry("fact.category", facts?.resultCategory?.text),
    h("div", {}, h("dd", {}, contact)),
  );
}

function summary(letter: Letter, actions: HeadActions): HTMLElement {
  const counts = new Map<Kind, number>();
  for (const commitment of letter.commitments) {
    const kind = kindOf(commitment);
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  const legend = [...STRENGTHS, "stance" as const]
    .filter((kind) => counts.has(kind))
    .map((kind) => {
      const button = h(
        "button",
        {
          "aria-pressed": "true",
          "data-kind": kind,
          onclick: () => {
            const isOn = button.getAttribute("aria-pressed") !== "true";
            button.setAttribute("aria-pressed", String(isOn));
            actions.toggleKind(kind, isOn);
          },
        },
        badge(kind),
        " ",
        counts.get(kind),
      );
      return button;
    });
  const repairs = letter.segments.filter((s) => ![RepairKind.UNSPECIFIED, RepairKind.FURNITURE, RepairKind.MARKUP, RepairKind.SPACING, RepairKind.SCRIPT].includes(s.kind));
  const wrong = wrongPointers(letter);
  return h(
    "div",
    { class: "summary" },
    counts.size > 0 && strengthBar(counts),
    h("div", { class: "legend" }, legend),
    h("span", { class: "chip" }, t("letter.achievements", { n: letter.achievements.length })),
    repairs.length > 0 && h("span", { class: "chip", title: repairWords(letter.segments).join("，") }, t("letter.repairs", { n: count(repairs.length) })),
    repairWords(letter.segments).includes(t("repair.script")) && h("span", { class: "chip" }, t("letter.script")),
    h("span", { class: "chip", "data-pointers": wrong }, wrong === 0 ? "✓ " : "✕ ", wrong === 0 ? t("letter.pointers") : t("letter.pointersBad", { n: wrong })),
  );
}

// Records whose place in the cleaned text does not hold their words.
export function wrongPointers(letter: Letter): number {
  return letter.commitments.filter((commitment) => {
    const { start = 0n, end = 0n } = commitment.provenance?.textRange ?? {};
    return letter.text.slice(Number(start), Number(end)) !== commitment.text;
  }).length;
}

function notices(letter: Letter, collection: string, id: string): HTMLElement | false {
  const lines: (HTMLElement | false)[] = [];
  const { document } = letter;
  if (letter.number !== letter.latest) {
    lines.push(
      h("p", {}, t("letter.older", { n: letter.number, m: letter.latest }), " ",
        h("a", { href: `/c/${collection}/d/${id}` }, t("letter.seeLatest")), " · ",
        h("a", { href: `/c/${collection}/d/${id}/diff/${letter.number}..${letter.latest}` }, t("letter.whatChanged"))),
    );
  }
  if (document.deleteTime) lines.push(h("p", {}, t("letter.deleted", { date: time(document.purgeTime) })));
  const state = document.analysis?.state;
  const reasons = document.analysis?.warnings.map((warning) => warning.reason).join(", ") ?? "";
  if (state === AnalysisState.PARTIAL) lines.push(h("p", {}, t("letter.partial", { reasons })));
  if (state === AnalysisState.FAILED) lines.push(h("p", {}, t("letter.failed", { reasons })));
  return lines.length > 0 && h("div", { class: "notice", role: "status" }, lines);
}
