// All that is known of one commitment: its parts, why it was taken so, and where its words stand.
import { ConditionKind, Comparator, type Argument, type Commitment, type Target } from "../../gen/pledge/v1/commitment_pb.js";
import { queries } from "../api/clients.js";
import { checkWord } from "../model/kinds.js";
import { h } from "../ui/dom.js";
import { day } from "../ui/format.js";
import { language, t, type Word } from "../words/index.js";
import { type Letter } from "./load.js";
import { repairWords, segmentsOver, sourcePiece } from "./source_pieces.js";

type Cell = Node | string | false | undefined;

export function detailOf(letter: Letter, commitment: Commitment): HTMLElement {
  const list = h("dl", { class: "detail" });
  const add = (word: Word, ...cells: (Cell | Cell[])[]) => list.append(h("dt", {}, t(word)), h("dd", {}, cells.flat()));
  add("record.actor", ...withNote(commitment.actor));
  add("record.deadline", ...deadlineCells(commitment));
  add("record.targets", commitment.targets.length ? commitment.targets.map(targetChip) : none());
  if (commitment.condition) add("record.condition", ...withNote(commitment.condition.clause), conditionNote(commitment.condition.kind));
  if (commitment.cooperators.length) add("record.with", commitment.cooperators.map((c) => c.body?.value || c.body?.text || "").join("、"));
  if (commitment.manner) add("record.manner", ...withNote(commitment.manner));
  add("record.check", t(checkWord(commitment.verifiability)));
  add("record.cue", commitment.strengthCue?.text ? h("b", { class: "seal" }, commitment.strengthCue.text) : note(t("record.bare")));
  if (commitment.futureCue) add("record.future", commitment.futureCue.text || commitment.futureCue.value, commitment.futureCue.inferred && note(` ${t("record.inherited")}`));
  if (commitment.sectionPath.length) add("record.section", commitment.sectionPath.join(" › "));
  add("record.source", sourceQuote(letter, commitment));
  add("record.why", rulesList(commitment.ruleIds));
  return list;
}

const none = () => h("span", { class: "none" }, t("none"));
const note = (words: string) => h("span", { class: "note" }, words);

function withNote(argument: Argument | undefined): Cell[] {
  const words = argument?.value || argument?.text;
  if (!words) return [none()];
  if (!argument.inferred) return [h("span", { lang: "zh-Hans" }, words)];
  return [h("span", { class: "inferred", lang: "zh-Hans" }, words), note(` ${t("record.inferred")}`)];
}

function deadlineCells(commitment: Commitment): Cell[] {
  const deadline = commitment.deadline;
  if (!deadline) return [none()];
  const end = day(deadline.endDate);
  const main = end || (deadline.recurrence ? `${t("record.every")} ${deadline.recurrence}` : "");
  return [
    h("b", { class: deadline.inferred ? "inferred" : "" }, main),
    deadline.text && note(` “${deadline.text}”`),
    deadline.inherited && note(` ${t("record.inherited")}`),
    deadline.inferred && note(` ${t("record.inferred")}`),
  ];
}

const SIGNS: Partial<Record<Comparator, string>> = {
  [Comparator.GE]: "≥",
  [Comparator.GT]: ">",
  [Comparator.LE]: "≤",
  [Comparator.LT]: "<",
  [Comparator.APPROX]: "≈",
  [Comparator.DELTA]: "+",
};

export function targetChip(target: Target): HTMLElement {
  const words = target.fuzzy || target.quantity === undefined ? target.text : `${SIGNS[target.comparator] ?? ""}${target.quantity}${target.unit}`;
  const about = [target.subject, target.text].filter(Boolean).join(" · ");
  return h("span", { class: "target", title: target.fuzzy ? `${about} · ${t("record.fuzzy")}` : about, lang: "zh-Hans" }, target.fuzzy ? "◇ " : "◆ ", words);
}

function conditionNote(kind: ConditionKind): Cell {
  return kind === ConditionKind.REASON && note(` ${t("record.reason")}`);
}

function sourceQuote(letter: Letter, commitment: Commitment): Cell[] {
  const provenance = commitment.provenance;
  if (!provenance) return [none()];
  const cells: Cell[] = [];
  const touched = [];
  for (const range of provenance.sourceRanges) {
    const [start, end] = [Number(range.start), Number(range.end)];
    const segments = segmentsOver(letter, start, end);
    touched.push(...segments);
    cells.push(
      h("div", {}, t("record.bytes", { a: start, b: end })),
      h("div", { class: "quote" }, segments.map((segment) => sourcePiece(letter, segment))),
    );
  }
  const repaired = repairWords(touched);
  const verdict = provenance.verbatim ? t("letter.verbatim") : repaired.length ? t("record.repaired", { what: repaired.join("，") }) : "";
  return [...cells, verdict !== "" && note(verdict)];
}

// Rules are named at once and get their sentences when these arrive.
const sentences = new Map<string, { zh: string; en: string }>();

function rulesList(ids: string[]): HTMLElement {
  const list = h("ul", { class: "rules" });
  const fill = () => list.replaceChildren(...ids.map((id) => h("li", { title: id }, sentences.get(id)?.[language()] ?? h("code", {}, id))));
  fill();
  const unknown = ids.filter((id) => !sentences.has(id));
  if (unknown.length > 0) {
    queries.describeRules({ ruleIds: unknown }).then(
      (answer) => {
        for (const rule of answer.rules) sentences.set(rule.ruleId, { zh: rule.textZh, en: rule.textEn });
        fill();
      },
      () => undefined, // the ids stay, which are right as well
    );
  }
  return list;
}
