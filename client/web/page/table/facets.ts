// The facets beside the table, each value with its number in the whole.
import { queries } from "../api/clients.js";
import { badge } from "../ui/badge.js";
import { h } from "../ui/dom.js";
import { t, type Word } from "../words/index.js";
import { type Kind } from "../model/kinds.js";
import { dueTerm, FACETS, type Facet, type TableQuery } from "./query.js";

export interface FacetCounts {
  total: number;
  // State that all were counted at.
  token: string;
  values: Record<Facet, Map<string, number>>;
}

const DUE_BANDS = ["over", "soon", "later", "yearly", "none"];
const ORDER: Partial<Record<Facet, string[]>> = {
  strength: ["firm", "intent", "support", "explore", "refusal"],
  due: DUE_BANDS,
  check: ["high", "medium", "low"],
  type: ["action", "outcome", "refusal", "referral"],
};
const ISSUERS_SHOWN = 30;

export async function countFacets(parents: string[], signal: AbortSignal): Promise<FacetCounts> {
  const options = { signal };
  const selector = { parents };
  const first = await queries.aggregateCommitments({ selector, groupBy: ["strength", "type", "verifiability"] }, options);
  const token = first.readInfo?.consistencyToken ?? "";
  const readPoint = { point: { case: "exactly" as const, value: token } };
  const count = async (filter: string) => {
    const { groups, otherCount } = await queries.aggregateCommitments({ selector: { parents, filter }, groupBy: ["collection"], readPoint }, options);
    return Number(otherCount) + groups.reduce((sum, group) => sum + Number(group.count), 0);
  };
  const [issuers, ...bands] = await Promise.all([
    queries.aggregateCommitments({ selector, groupBy: ["issuer"], readPoint }, options),
    ...DUE_BANDS.map((band) => count(dueTerm(band))),
  ]);
  const values: FacetCounts["values"] = { strength: new Map(), due: new Map(), check: new Map(), type: new Map(), issuer: new Map() };
  let total = 0;
  for (const { values: [strength = "", type = "", check = ""], count: n } of first.groups) {
    const add = (facet: Facet, value: string) => values[facet].set(value, (values[facet].get(value) ?? 0) + Number(n));
    total += Number(n);
    add("strength", short(type) === "refusal" ? "refusal" : short(strength));
    add("type", short(type));
    add("check", short(check));
  }
  DUE_BANDS.forEach((band, index) => values.due.set(band, bands[index]!));
  for (const { values: [issuer = ""], count: n } of issuers.groups.slice(0, ISSUERS_SHOWN)) values.issuer.set(issuer, Number(n));
  return { total, token, values };
}

// STRENGTH_FIRM or FIRM: the last word names the value.
const short = (value: string) => value.slice(value.lastIndexOf("_") + 1).toLowerCase();

export function facetPanel(query: TableQuery, counts: FacetCounts, changed: () => void): HTMLElement {
  const fields = FACETS.map((facet) => {
    const values = ORDER[facet] ?? [...counts.values[facet].keys()].filter((value) => value !== "");
    const choices = values.filter((value) => counts.values[facet].get(value) || query.chosen[facet].has(value)).map((value) =>
      h(
        "label",
        {},
        h("input", {
          type: "checkbox", checked: query.chosen[facet].has(value), "data-facet": facet, value,
          onchange: () => { query.toggle(facet, value); changed(); },
        }),
        h("span", { class: "label" }, facet === "strength" ? badge(value as Kind) : wordOf(facet, value)),
        h("em", {}, counts.values[facet].get(value) ?? 0),
      ));
    return choices.length > 0 && h("fieldset", {}, h("legend", {}, t(`table.${facet}` as Word)), choices);
  });
  const find = h("input", {
    type: "search", id: "find", placeholder: t("table.find"), "aria-label": t("table.find"), value: query.words,
    onchange: () => { query.words = find.value.trim(); changed(); },
  });
  return h("aside", { class: "facets", "aria-label": t("table.filters") }, find, fields);
}

export function wordOf(facet: Facet, value: string): string {
  return facet === "issuer" ? value : t(`${facet}.${value}` as Word);
}
