// The whole map between source and cleaned text as one list without gaps: repairs, and between them what
// is the same in both.
import { RepairKind, type Repair } from "../../gen/pledge/v1/document_pb.js";

export interface Segment {
  // Bytes of the source, half-open.
  sourceStart: number;
  sourceEnd: number;
  // UTF-16 units of the cleaned text, half-open; empty for what was taken out.
  textStart: number;
  textEnd: number;
  // UNSPECIFIED for what is the same.
  kind: RepairKind;
  detail: string;
}

export function segmentsOf(repairs: Repair[], sourceSize: number, textSize: number): Segment[] {
  const segments: Segment[] = [];
  let source = 0;
  let text = 0;
  const same = (sourceEnd: number, textEnd: number) => {
    if (sourceEnd <= source && textEnd <= text) return;
    segments.push({ sourceStart: source, sourceEnd, textStart: text, textEnd, kind: RepairKind.UNSPECIFIED, detail: "" });
  };
  for (const repair of repairs) {
    const sourceStart = Number(repair.sourceRange?.start ?? 0n);
    const sourceEnd = Number(repair.sourceRange?.end ?? 0n);
    const textStart = Number(repair.textRange?.start ?? 0n);
    const textEnd = Number(repair.textRange?.end ?? 0n);
    same(sourceStart, textStart);
    segments.push({ sourceStart, sourceEnd, textStart, textEnd, kind: repair.kind, detail: repair.detail });
    source = sourceEnd;
    text = textEnd;
  }
  same(sourceSize, textSize);
  return segments;
}
