// One row a paragraph, holding both its cleaned text and the bytes it was made of, so that the two columns
// keep in step without any scrolling code.
import { RepairKind } from "../../gen/pledge/v1/document_pb.js";
import { type SourceText } from "./charset.js";
import { type Segment } from "./segments.js";

export interface Row {
  textStart: number;
  textEnd: number;
  // Pieces of the source, in its order; none spans two rows.
  source: Segment[];
  // Page furniture that stands before the paragraph, and behind it.
  leading: Segment[];
  furniture: Segment[];
}

// A paragraph longer than this is cut behind the next full stop.
const LONG = 600;

export function rowsOf(text: string, segments: Segment[], source: SourceText): Row[] {
  const rows = textRows(text);
  let index = 0;
  const rowAt = (position: number) => {
    while (index + 1 < rows.length && rows[index + 1]!.textStart <= position) ++index;
    return rows[index]!;
  };
  for (const segment of segments) {
    if (segment.kind === RepairKind.FURNITURE) {
      const row = rowAt(segment.textStart);
      const hasText = row.source.some((piece) => piece.textEnd > Math.max(piece.textStart, row.textStart));
      (hasText ? row.furniture : row.leading).push(segment);
      continue;
    }
    let rest = segment;
    for (;;) {
      const row = rowAt(rest.textStart);
      const next = rows[index + 1];
      if (!next || rest.textEnd <= next.textStart || rest.kind !== RepairKind.UNSPECIFIED) {
        row.source.push(rest);
        break;
      }
      const cut = source.advance(rest.sourceStart, next.textStart - rest.textStart);
      row.source.push({ ...rest, sourceEnd: cut, textEnd: next.textStart });
      rest = { ...rest, sourceStart: cut, textStart: next.textStart };
    }
  }
  return rows;
}

function textRows(text: string): Row[] {
  const rows: Row[] = [];
  const add = (textStart: number, textEnd: number) => rows.push({ textStart, textEnd, source: [], leading: [], furniture: [] });
  let start = 0;
  for (const line of text.split("\n")) {
    const end = start + line.length;
    let from = start;
    while (end - from > LONG) {
      const stop = text.indexOf("。", from + LONG / 2);
      if (stop < 0 || stop + 1 >= end) break;
      add(from, stop + 1);
      from = stop + 1;
    }
    if (end > from || rows.length === 0) add(from, end);
    start = end + 1;
  }
  return rows;
}
