// What falls due, month by month; beside it the lanes without a day.
import { type Commitment } from "../../gen/pledge/v1/commitment_pb.js";
import { queries } from "../api/clients.js";
import { readUntilLimit } from "../api/streams.js";
import { type Place, type View } from "../app/router.js";
import { tableRow } from "../table/rows.js";
import { daysUntil } from "../table/due.js";
import { h } from "../ui/dom.js";
import { count, day } from "../ui/format.js";
import { t } from "../words/index.js";

const MOST = 5000n;

export async function openDue({ query, signal }: Place): Promise<View> {
  const from = query.get("from");
  const to = query.get("to");
  const terms = ["deadline:*"];
  if (from) terms.push(`deadline.end_date >= "${from.replace(/[^\d-]/g, "")}"`);
  if (to) terms.push(`deadline.end_date <= "${to.replace(/[^\d-]/g, "")}"`);
  const parents = ["collections/-"];
  const [dated, undated] = await Promise.all([
    readUntilLimit(queries.streamCommitments({ selector: { parents, filter: terms.join(" AND ") }, options: { orderBy: "deadline", limit: MOST } }, { signal }), (batch) => batch.commitments),
    queries.aggregateCommitments({ selector: { parents, filter: "NOT deadline:*" }, groupBy: ["collection"] }, { signal }),
  ]);
  const without = Number(undated.otherCount) + undated.groups.reduce((sum, group) => sum + Number(group.count), 0);
  const isPast = (commitment: Commitment) => day(commitment.deadline?.endDate) !== "" && daysUntil(day(commitment.deadline?.endDate)) < 0;
  const past = dated.records.filter(isPast);
  const coming = dated.records.filter((commitment) => !isPast(commitment));
  const element = h(
    "div",
    { class: "page" },
    h("div", { class: "page-head" }, h("h1", {}, t("due.title")), h("span", { class: "count" }, `${count(dated.records.length)} · ${count(without)} ${t("timeline.none")}`)),
    dated.records.length === 0 && h("p", { class: "empty" }, t("due.empty")),
    past.length > 0 && h("details", { class: "passed" }, h("summary", {}, `${t("due.over")} · ${t("due.unknown")}`, h("span", { class: "note" }, ` ${past.length}`)), monthSections(past)),
    monthSections(coming),
    dated.records.length > 0 && h("div", { class: "rest" }, dated.isComplete ? t("all.listed") : t("all.limit", { n: count(dated.records.length) })),
  );
  return { element, title: t("due.title") };
}

// In the order of their dates; what recurs comes last, under no month.
function months(commitments: Commitment[]): Map<string, Commitment[]> {
  const months = new Map<string, Commitment[]>();
  for (const commitment of commitments) {
    const month = day(commitment.deadline?.endDate).slice(0, 7);
    months.set(month, [...(months.get(month) ?? []), commitment]);
  }
  return months;
}

function monthSections(commitments: Commitment[]): HTMLElement[] {
  return [...months(commitments)].map(([month, own]) =>
    h(
      "section",
      { class: "month" },
      h("h2", {}, month || `↻ ${t("due.yearly")}`, h("span", { class: "note" }, ` ${own.length}`)),
      h("table", { class: "commitments" }, h("tbody", {}, own.map(tableRow))),
    ),
  );
}
