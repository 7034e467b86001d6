// The two texts, row by row, with flat marks.
import { RepairKind, SectionKind, type Section } from "../../gen/pledge/v1/document_pb.js";
import { sectionClass, sectionWord } from "../model/kinds.js";
import { piecesOf } from "../text/pieces.js";
import { type Row } from "../text/rows.js";
import { type Segment } from "../text/segments.js";
import { h } from "../ui/dom.js";
import { t } from "../words/index.js";
import { type Letter } from "./load.js";
import { type Mark, type Marks } from "./marks.js";
import { REPAIR_CLASS } from "./source_pieces.js";

const ROW_CLASS: Partial<Record<SectionKind, string>> = {
  [SectionKind.TITLE]: "title",
  [SectionKind.DOC_NUMBER]: "number",
  [SectionKind.ADDRESSEE]: "addressee",
  [SectionKind.SIGNATURE]: "ending",
  [SectionKind.DATE]: "ending",
};

// Kinds of section that are named beside their first paragraph.
const TAGGED = [SectionKind.PLAN, SectionKind.PROGRESS, SectionKind.BACKGROUND, SectionKind.EXPLANATION];

export function textRows(letter: Letter, marks: Marks): HTMLElement[] {
  const script = letter.segments.some((segment) => segment.kind === RepairKind.SCRIPT) ? "zh-Hant" : "zh-Hans";
  return letter.rows.flatMap((row) => [
    ...furnitureRow(letter, row.leading),
    textRow(letter, marks, row, script),
    ...furnitureRow(letter, row.furniture),
  ]);
}

function textRow(letter: Letter, marks: Marks, row: Row, script: string): HTMLElement {
  const section = deepestAt(letter.sections, row.textStart);
  const start = Number(section?.provenance?.textRange?.start ?? -1n);
  const isFirst = start === row.textStart;
  const isHeading = section?.kind === SectionKind.TOPIC && isFirst;
  const kind = isHeading ? "heading" : ((section && ROW_CLASS[section.kind]) ?? "paragraph");
  const tag = section && isFirst && TAGGED.includes(section.kind) &&
    h("span", { class: `tag ${sectionClass(section.kind)}` }, t(sectionWord(section.kind)));
  return h(
    "div",
    { class: `row ${kind}`, "data-start": row.textStart },
    h("div", { class: "source", lang: script }, h("p", {}, sourceSpans(letter, marks, row))),
    h("div", { class: "clean", lang: "zh-Hans" }, tag, h("p", {}, cleanSpans(letter, marks, row))),
  );
}

function sourceSpans(letter: Letter, marks: Marks, row: Row): (Node | string)[] {
  return row.source.flatMap((segment) => {
    const { sourceStart, sourceEnd } = segment;
    const over = marks.source.over(sourceStart, sourceEnd);
    return piecesOf(sourceStart, sourceEnd, over).map((piece) =>
      marked(letter.source.slice(piece.start, piece.end), piece.values, REPAIR_CLASS[segment.kind], {
        title: segment.kind === RepairKind.SHIFTED_BLOCK ? `→ ${letter.text.slice(segment.textStart, segment.textEnd)}` : undefined,
      }),
    );
  });
}

function cleanSpans(letter: Letter, marks: Marks, row: Row): (Node | string)[] {
  const over = marks.text.over(row.textStart, row.textEnd);
  return piecesOf(row.textStart, row.textEnd, over).map((piece) =>
    marked(letter.text.slice(piece.start, piece.end), piece.values),
  );
}

function marked(words: string, values: Mark[], style = "", more: Record<string, string | undefined> = {}): Node | string {
  const classes = style ? [style] : [];
  const records: { id: string; size: number }[] = [];
  const achievements: string[] = [];
  const evidence: string[] = [];
  for (const mark of values) {
    if (mark.type === "record") {
      records.push(mark);
      classes.push("mark", mark.kind);
    } else if (mark.type === "achievement") {
      achievements.push(mark.id);
      classes.push("achieved");
    } else if (mark.type === "evidence") {
      evidence.push(mark.id);
      classes.push(mark.role);
    } else {
      classes.push(mark.type);
    }
  }
  if (classes.length === 0) return words;
  const ids = records.sort((a, b) => a.size - b.size).map((record) => record.id);
  return h(
    "span",
    {
      class: [...new Set(classes)].join(" "),
      "data-records": ids.join(" ") || undefined,
      "data-achievements": achievements.join(" ") || undefined,
      "data-evidence": evidence.join(" ") || undefined,
      ...more,
    },
    words,
  );
}

function furnitureRow(letter: Letter, furniture: Segment[]): HTMLElement[] {
  if (furniture.length === 0) return [];
  const blocks = furniture.map((segment) => ({
    detail: segment.detail,
    words: letter.source.slice(segment.sourceStart, segment.sourceEnd),
  }));
  const names = [...new Set(blocks.map((block) => block.detail).filter(Boolean))].join(" · ");
  return [
    h(
      "div",
      { class: "row furniture" },
      h(
        "div",
        { class: "source" },
        h(
          "details",
          {},
          h("summary", {}, t("letter.furniture", { n: blocks.length }), names && ` · ${names}`),
          blocks.map((block) => h("pre", {}, block.words.trim())),
        ),
      ),
      h("div", { class: "clean" }, h("p", { class: "note" }, t("letter.furnitureWhy"))),
    ),
  ];
}

// The innermost section that is no item inside a sentence.
function deepestAt(sections: Section[], position: number): Section | undefined {
  let found: Section | undefined;
  for (const section of sections) {
    if (section.kind === SectionKind.FURNITURE || section.kind === SectionKind.INLINE_ITEM) continue;
    const { start = 0n, end = 0n } = section.provenance?.textRange ?? {};
    if (Number(start) <= position && position < Number(end)) found = section;
  }
  return found;
}
