// The table of commitments: facets, timeline, rows by due date, and what may be taken along.
import { type Commitment } from "../../gen/pledge/v1/commitment_pb.js";
import { queries } from "../api/clients.js";
import { isCancel, problemOf } from "../api/problem.js";
import { type Place, type View } from "../app/router.js";
import { countFacets, facetPanel, wordOf, type FacetCounts } from "../table/facets.js";
import { csv, iCalendar, jsonLines, save } from "../table/export.js";
import { FACETS, TableQuery } from "../table/query.js";
import { tableHead, tableRow } from "../table/rows.js";
import { isServersOrder, nextOrder, ordered, type Column } from "../table/sort.js";
import { timeline } from "../table/timeline.js";
import { h, replace } from "../ui/dom.js";
import { count } from "../ui/format.js";
import { problemBar } from "../ui/problem_bar.js";
import { t, type Word } from "../words/index.js";

const LIMIT = 500n;
const MOST_ROWS = 5000;

export async function openCommitments({ parts: [collection = ""], query, signal }: Place): Promise<View> {
  const parents = [`collections/${collection || "-"}`];
  const counts = await countFacets(parents, signal);
  const view = new CommitmentsView(TableQuery.of(parents, query), collection, counts, signal);
  await view.load();
  return view;
}

const PRESETS: [Word, (query: TableQuery) => void][] = [
  ["table.presetDue", (query) => query.chosen.due.add("soon")],
  ["table.presetFirm", (query) => { query.chosen.strength.add("firm"); query.chosen.check.add("high"); }],
  ["table.presetRefused", (query) => query.chosen.type.add("refusal")],
];

class CommitmentsView implements View {
  readonly element: HTMLElement;
  readonly title: string;
  private readonly path: string;
  private readonly head = h("thead");
  private readonly rows = h("tbody");
  private readonly chips = h("div", { class: "chips" });
  private readonly said = h("span", { class: "count", role: "status" });
  private readonly chart = h("div");
  private readonly side = h("div", { class: "facets-place" });
  private readonly rest = h("div", { class: "rest" });
  private readonly onResize = () => this.drawChart();
  private commitments: Commitment[] = [];
  private token = "";
  private isComplete = false;
  private selected = -1;
  private run = 0;

  constructor(
    private readonly query: TableQuery,
    collection: string,
    private readonly counts: FacetCounts,
    private readonly signal: AbortSignal,
  ) {
    this.title = collection ? t("table.titleOf", { name: collection }) : t("table.title");
    this.path = collection ? `/c/${collection}/commitments` : "/commitments";
    this.element = h(
      "div",
      { class: "page" },
      h("div", { class: "page-head" }, h("h1", {}, this.title), this.said, h("span", { class: "note" }, t("help.commitment"))),
      this.chips,
      h("div", { class: "table-grid" }, this.side, h("div", { class: "table-main" }, this.chart, h("table", { class: "commitments" }, this.head, this.rows), this.rest)),
    );
    addEventListener("resize", this.onResize);
  }

  shown(): void {
    this.drawChart();
  }

  closed(): void {
    removeEventListener("resize", this.onResize);
  }

  key(key: string): boolean {
    const links = [...this.rows.querySelectorAll<HTMLElement>("tr")];
    if (key === "/") {
      this.element.querySelector<HTMLElement>("#find")?.focus();
      return true;
    }
    if (key === "f") {
      this.side.classList.toggle("open");
      this.side.querySelector<HTMLElement>("input[type=checkbox]")?.focus();
      return true;
    }
    if ((key !== "j" && key !== "k") || links.length === 0) return false;
    this.selected = Math.max(0, Math.min(links.length - 1, this.selected + (key === "j" ? 1 : -1)));
    links.forEach((row, index) => (index === this.selected ? row.setAttribute("aria-selected", "true") : row.removeAttribute("aria-selected")));
    links[this.selected]!.querySelector<HTMLElement>("a")!.focus({ preventScroll: true });
    links[this.selected]!.scrollIntoView({ block: "center" });
    return true;
  }

  // The rows from the start, for what is chosen now.
  async load(): Promise<void> {
    this.commitments = [];
    this.token = "";
    this.isComplete = false;
    this.selected = -1;
    this.rows.replaceChildren();
    this.drawHead();
    this.drawChoices();
    await this.more();
  }

  private async more(): Promise<void> {
    const run = ++this.run;
    const start = this.token ? {} : { readPoint: { point: { case: "exactly" as const, value: this.counts.token } } };
    try {
      const stream = queries.streamCommitments(
        {
          selector: { parents: this.query.parents, filter: this.query.filter(), textContains: this.query.words },
          options: { limit: LIMIT, orderBy: "deadline", resumeToken: this.token },
          ...start,
        },
        { signal: this.signal },
      );
      let isWhole = false;
      for await (const batch of stream) {
        if (run !== this.run) return; // something else was chosen meanwhile
        this.commitments.push(...batch.commitments);
        this.rows.append(...batch.commitments.map(tableRow));
        this.token = batch.position?.resumeToken ?? this.token;
        isWhole = batch.position?.complete ?? false;
      }
      this.isComplete = isWhole;
      if (!isServersOrder(this.query.order)) this.drawRows();
      this.drawRest();
    } catch (error) {
      if (isCancel(error)) return;
      replace(this.rest, problemBar(problemOf(error), () => void this.more()), h("span", {}, t("all.cut", { n: this.commitments.length })));
    }
    this.drawChart();
    const letters = new Set(this.commitments.map((commitment) => commitment.name.split("/revisions/")[0]));
    this.said.textContent = `${t("table.count", { n: count(this.commitments.length), m: count(letters.size) })} · ${t("table.total", { n: count(this.counts.total) })}`;
  }

  private changed(): void {
    history.replaceState(history.state, "", this.query.address(this.path));
    void this.load();
  }

  private drawHead(): void {
    replace(this.head, tableHead(this.query.order, (column) => this.sort(column)));
  }

  // What is listed stays; only its order is another.
  private sort(column: Column): void {
    this.query.order = nextOrder(this.query.order, column);
    history.replaceState(history.state, "", this.query.address(this.path));
    this.selected = -1;
    this.drawHead();
    this.drawRows();
    this.drawRest();
    this.head.querySelector<HTMLElement>(`[data-sort="${column}"]`)!.focus();
  }

  private drawRows(): void {
    this.rows.replaceChildren(...ordered(this.commitments, this.query.order).map(tableRow));
  }

  private drawChoices(): void {
    replace(this.side, facetPanel(this.query, this.counts, () => this.changed()));
    const chosen = FACETS.flatMap((facet) =>
      [...this.query.chosen[facet]].map((value) =>
        h("button", { class: "chosen", onclick: () => { this.query.toggle(facet, value); this.changed(); } }, `${t(`table.${facet}` as Word)}：${facet === "strength" ? t(`strength.${value}` as Word) : wordOf(facet, value)} ×`)));
    const presets = PRESETS.map(([word, choose]) =>
      h("button", { class: "preset", onclick: () => { this.query.clear(); choose(this.query); this.changed(); } }, t(word)));
    const exports = ([["CSV", "csv", "text/csv", csv], ["JSON Lines", "jsonl", "application/jsonl", jsonLines], ["iCalendar", "ics", "text/calendar", iCalendar]] as const).map(([name, ending, type, write]) =>
      h("button", { class: "plain", "data-export": ending, onclick: () => save(`commitments.${ending}`, type, write(ordered(this.commitments, this.query.order))) }, name));
    const filter = this.query.filter();
    replace(
      this.chips,
      h("button", { class: "filter-button", onclick: () => this.side.classList.toggle("open") }, t("table.filters")),
      presets,
      chosen,
      !this.query.isEmpty && h("button", { class: "plain", onclick: () => { this.query.clear(); this.changed(); } }, t("table.clear")),
      filter && h("code", {}, filter),
      h("span", { class: "exports" }, t("table.export"), " ", exports),
    );
  }

  private drawRest(): void {
    if (this.commitments.length === 0) {
      replace(this.rest, h("p", { class: "empty" }, t("table.empty"), " ", !this.query.isEmpty && h("button", { class: "plain", onclick: () => { this.query.clear(); this.changed(); } }, t("table.clear"))));
    } else if (this.isComplete) {
      replace(this.rest, t("all.listed"));
    } else {
      const canGoOn = this.commitments.length < MOST_ROWS;
      const isPart = !isServersOrder(this.query.order);
      replace(this.rest, t("all.limit", { n: count(this.commitments.length) }), isPart && ` · ${t("table.sortedPart")}`, canGoOn && h("button", { class: "button", onclick: () => void this.more() }, t("home.more")));
    }
  }

  private drawChart(): void {
    const width = Math.round((this.chart.clientWidth || 900) - 34 - (this.chart.clientWidth > 620 ? 182 : 0));
    const undated = this.query.isEmpty ? (this.counts.values.due.get("none") ?? 0) : this.commitments.filter((c) => !c.deadline).length;
    const yearly = this.commitments.filter((c) => c.deadline?.recurrence).length;
    replace(this.chart, timeline(this.commitments, width, undated, yearly));
  }
}

