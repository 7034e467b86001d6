// What is to be marked in the two texts: records, the words that decided about them, labels of items.
import { type Provenance } from "../../gen/pledge/v1/common_pb.js";
import { RepairKind, SectionKind } from "../../gen/pledge/v1/document_pb.js";
import { kindOf, type Kind } from "../model/kinds.js";
import { recordId } from "../model/names.js";
import { SpanIndex, type Span } from "../text/pieces.js";
import { type Letter } from "./load.js";

export type Mark =
  | { type: "record"; id: string; kind: Kind; size: number }
  | { type: "achievement"; id: string }
  | { type: "evidence"; id: string; role: "cue" | "governing" }
  | { type: "label" }
  | { type: "restored" };

export interface Marks {
  text: SpanIndex<Mark>;
  source: SpanIndex<Mark>;
}

export function marksOf(letter: Letter): Marks {
  const text: Span<Mark>[] = [];
  const source: Span<Mark>[] = [];
  const add = (provenance: Provenance | undefined, value: Mark) => {
    if (!provenance) return;
    text.push(span(provenance.textRange, value));
    for (const range of provenance.sourceRanges) source.push(span(range, value));
  };
  for (const commitment of letter.commitments) {
    const id = recordId(commitment.name);
    const { start = 0n, end = 0n } = commitment.provenance?.textRange ?? {};
    add(commitment.provenance, { type: "record", id, kind: kindOf(commitment), size: Number(end - start) });
    add(commitment.strengthCue?.provenance, { type: "evidence", id, role: "cue" });
    add(commitment.futureCue?.provenance, { type: "evidence", id, role: "governing" });
    add(commitment.actor?.provenance, { type: "evidence", id, role: "governing" });
  }
  for (const achievement of letter.achievements) {
    add(achievement.provenance, { type: "achievement", id: recordId(achievement.name) });
  }
  for (const section of letter.sections) {
    if (section.kind !== SectionKind.INLINE_ITEM || !section.headingNumber) continue;
    const start = Number(section.provenance?.textRange?.start ?? 0n);
    text.push({ start, end: start + section.headingNumber.length, value: { type: "label" } });
  }
  for (const segment of letter.segments) {
    if (segment.kind !== RepairKind.SHIFTED_BLOCK || segment.textEnd === segment.textStart) continue;
    text.push({ start: segment.textStart, end: segment.textEnd, value: { type: "restored" } });
  }
  return { text: new SpanIndex(text), source: new SpanIndex(source) };
}

function span(range: { start: bigint; end: bigint } | undefined, value: Mark): Span<Mark> {
  return { start: Number(range?.start ?? 0n), end: Number(range?.end ?? 0n), value };
}
