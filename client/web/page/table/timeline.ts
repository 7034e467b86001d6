// Dated commitments by quarter, one box each; those without a date counted beside.
import { type Commitment } from "../../gen/pledge/v1/commitment_pb.js";
import { kindOf, STRENGTHS, type Kind } from "../model/kinds.js";
import { addressOf } from "../model/names.js";
import { strengthBar } from "../ui/badge.js";
import { h, svg } from "../ui/dom.js";
import { day, localDay } from "../ui/format.js";
import { t, type Word } from "../words/index.js";

const TALLEST = 6; // boxes; a column of more is one bar with its number
const MAX_YEARS = 12;

interface Box {
  commitment: Commitment;
  date: string;
}

export function timeline(commitments: Commitment[], width: number, undated: number, yearly: number): HTMLElement {
  const boxes = commitments
    .map((commitment) => ({ commitment, date: day(commitment.deadline?.endDate) }))
    .filter((box) => box.date !== "")
    .sort((a, b) => (a.date < b.date ? -1 : 1));
  const none = commitments.filter((commitment) => !commitment.deadline);
  return h(
    "section",
    { class: "panel" },
    h("h2", {}, t("timeline.title"), h("span", {}, t("timeline.sub"))),
    h(
      "div",
      { class: "timeline" },
      h("div", {}, drawing(boxes, Math.max(320, width))),
      h("div", { class: "undated" }, h("span", {}, h("b", {}, undated), " ", t("timeline.none")), strengthBar(countKinds(none)), yearly > 0 && h("span", {}, `↻ ${t("timeline.yearly", { n: yearly })}`)),
    ),
    h("div", { class: "key" }, STRENGTHS.slice(0, 4).map((kind) => h("span", {}, h("i", { class: `fill ${kind}` }), t(`strength.${kind}` as Word))), h("span", {}, t("timeline.hollow")), h("span", {}, t("timeline.left"))),
  );
}

function countKinds(commitments: Commitment[]): Map<Kind, number> {
  const counts = new Map<Kind, number>();
  for (const commitment of commitments) counts.set(kindOf(commitment), (counts.get(kindOf(commitment)) ?? 0) + 1);
  return counts;
}

function drawing(boxes: Box[], width: number): SVGElement {
  const today = localDay(new Date());
  const thisYear = Number(today.slice(0, 4));
  const years = boxes.map((box) => Number(box.date.slice(0, 4)));
  const first = Math.max(Math.min(thisYear, ...years), thisYear - MAX_YEARS / 2);
  const last = Math.min(Math.max(thisYear + 1, ...years), first + MAX_YEARS);
  const span = last - first + 1;
  const x = (iso: string) => {
    const at = Number(iso.slice(0, 4)) - first + (Number(iso.slice(5, 7)) - 1 + Number(iso.slice(8, 10)) / 31) / 12;
    return 6 + (Math.max(0, Math.min(span, at)) / span) * (width - 12);
  };
  const size = Math.max(6, Math.min(15, Math.floor((width - 12) / span / 4) - 3));
  const base = TALLEST * (size + 2) + 36;
  const parts: SVGElement[] = [];
  for (let year = first; year <= last; ++year) {
    const at = x(`${year}-01-00`);
    parts.push(svg("line", { class: "grid", x1: at, x2: at, y1: 20, y2: base }), svg("text", { x: at + 3, y: base + 17 }, String(year)));
  }
  parts.push(svg("line", { class: "axis", x1: 0, x2: width, y1: base, y2: base }));
  for (const column of columns(boxes)) parts.push(...columnParts(column, x, size, base));
  const now = x(today);
  const flips = now > width - 120;
  parts.push(
    svg("line", { class: "today", x1: now, x2: now, y1: 8, y2: base + 6 }),
    svg("text", { class: "today-label", x: flips ? now - 4 : now + 4, y: 15, "text-anchor": flips ? "end" : "start" }, `${t("timeline.today")} ${today}`),
  );
  return svg("svg", { width: "100%", height: base + 26, viewBox: `0 0 ${width} ${base + 26}`, role: "group", "aria-label": t("timeline.title") }, patterns(), parts);
}

// By quarter, in order of date.
function columns(boxes: Box[]): Box[][] {
  const quarters = new Map<string, Box[]>();
  for (const box of boxes) {
    const key = `${box.date.slice(0, 4)}-${Math.floor((Number(box.date.slice(5, 7)) - 1) / 3)}`;
    quarters.set(key, [...(quarters.get(key) ?? []), box]);
  }
  return [...quarters.values()];
}

function columnParts(column: Box[], x: (iso: string) => number, size: number, base: number): SVGElement[] {
  const right = x(column[column.length - 1]!.date);
  const left = Math.max(1, right - size);
  if (column.length > TALLEST) {
    const height = TALLEST * (size + 2);
    return [
      svg("rect", { class: "many", x: left, y: base - height - 2, width: size, height, rx: 2 }),
      svg("text", { class: "many-label", x: left + size / 2, y: base - height - 7, "text-anchor": "middle" }, String(column.length)),
    ];
  }
  return column.map(({ commitment, date }, index) => {
    const kind = kindOf(commitment);
    const words = `${date} · ${t(`strength.${kind}` as Word)} · ${commitment.text}`;
    const hollow = commitment.deadline?.inherited ? " hollow" : "";
    return svg(
      "a",
      { href: addressOf(commitment.name), "aria-label": words, class: "point" },
      svg("title", {}, words),
      svg("rect", { class: `box ${kind}${hollow}`, x: left, y: base - (index + 1) * (size + 2), width: size, height: size, rx: 2.5 }),
    );
  });
}

function patterns(): SVGElement {
  return svg(
    "defs",
    {},
    svg("pattern", { id: "support-fill", width: 5, height: 5, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" }, svg("rect", { class: "support-ground", width: 5, height: 5 }), svg("rect", { class: "support-line", width: 1.6, height: 5 })),
    svg("pattern", { id: "explore-fill", width: 5, height: 5, patternUnits: "userSpaceOnUse" }, svg("rect", { class: "explore-ground", width: 5, height: 5 }), svg("circle", { class: "explore-dot", cx: 2.5, cy: 2.5, r: 1 })),
  );
}
