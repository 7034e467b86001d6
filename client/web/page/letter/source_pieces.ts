// Pieces of the source with their repairs, for the source column and for the card of a record.
import { RepairKind } from "../../gen/pledge/v1/document_pb.js";
import { h } from "../ui/dom.js";
import { t, type Word } from "../words/index.js";
import { type Segment } from "../text/segments.js";
import { type Letter } from "./load.js";

// Style of a piece, by the repair that it underwent.
export const REPAIR_CLASS: Partial<Record<RepairKind, string>> = {
  [RepairKind.GLOSS]: "gloss",
  [RepairKind.INSERTED_MARK]: "inserted",
  [RepairKind.SHIFTED_BLOCK]: "shifted",
  [RepairKind.SPACING]: "spacing",
  [RepairKind.DUPLICATE]: "duplicate",
  [RepairKind.INVALID_BYTES]: "invalid",
  [RepairKind.MARKUP]: "markup",
};

const WORDS: Partial<Record<RepairKind, Word>> = {
  [RepairKind.GLOSS]: "repair.gloss",
  [RepairKind.INSERTED_MARK]: "repair.mark",
  [RepairKind.SHIFTED_BLOCK]: "repair.shifted",
  [RepairKind.MARK_FORM]: "repair.form",
  [RepairKind.DUPLICATE]: "repair.duplicate",
  [RepairKind.INVALID_BYTES]: "repair.invalid",
};

// "6 glosses, traditional script restored": repairs by kind. Blanks and markup are no news to a reader.
export function repairWords(segments: Segment[]): string[] {
  const words: string[] = [];
  for (const [kind, word] of Object.entries(WORDS)) {
    const n = segments.filter((segment) => segment.kind === Number(kind)).length;
    if (n > 0) words.push(`${n} ${t(word)}`);
  }
  if (segments.some((segment) => segment.kind === RepairKind.SCRIPT)) words.push(t("repair.script"));
  return words;
}

// The segments over some bytes, each cut to them.
export function segmentsOver(letter: Letter, start: number, end: number): Segment[] {
  return letter.segments
    .filter((s) => s.sourceStart < end && s.sourceEnd > start)
    .map((s) => ({ ...s, sourceStart: Math.max(s.sourceStart, start), sourceEnd: Math.min(s.sourceEnd, end) }));
}

export function sourcePiece(letter: Letter, segment: Segment, className = ""): HTMLElement | Text {
  const words = letter.source.slice(segment.sourceStart, segment.sourceEnd);
  const style = [REPAIR_CLASS[segment.kind] ?? "", className].filter(Boolean).join(" ");
  if (!style) return document.createTextNode(words);
  const restored = segment.kind === RepairKind.SHIFTED_BLOCK && letter.text.slice(segment.textStart, segment.textEnd);
  return h("span", { class: style, title: restored ? `→ ${restored}` : undefined }, words);
}
