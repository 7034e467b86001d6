// What the table of commitments asks for: facets chosen, words, parents; kept in the address.
import { localDay } from "../ui/format.js";
import { BY_DUE, isServersOrder, orderOf, wordOfOrder, type Order } from "./sort.js";

export type Facet = "strength" | "due" | "check" | "type" | "issuer";
export const FACETS: Facet[] = ["strength", "due", "check", "type", "issuer"];

const SOON_DAYS = 92;

export class TableQuery {
  readonly chosen: Record<Facet, Set<string>> = {
    strength: new Set(), due: new Set(), check: new Set(), type: new Set(), issuer: new Set(),
  };
  words = "";
  order: Order = BY_DUE;

  constructor(readonly parents: string[]) {}

  static of(parents: string[], parameters: URLSearchParams): TableQuery {
    const query = new TableQuery(parents);
    for (const facet of FACETS) for (const value of parameters.getAll(facet)) query.chosen[facet].add(value);
    query.words = parameters.get("q") ?? "";
    query.order = orderOf(parameters.get("sort"));
    return query;
  }

  address(path: string): string {
    const parameters = new URLSearchParams();
    for (const facet of FACETS) for (const value of this.chosen[facet]) parameters.append(facet, value);
    if (this.words) parameters.set("q", this.words);
    if (!isServersOrder(this.order)) parameters.set("sort", wordOfOrder(this.order));
    const text = parameters.toString();
    return text ? `${path}?${text}` : path;
  }

  get isEmpty(): boolean {
    return this.words === "" && FACETS.every((facet) => this.chosen[facet].size === 0);
  }

  clear(): void {
    this.words = "";
    for (const facet of FACETS) this.chosen[facet].clear();
  }

  toggle(facet: Facet, value: string): void {
    if (!this.chosen[facet].delete(value)) this.chosen[facet].add(value);
  }

  // As the API takes it.
  filter(): string {
    const terms: string[] = [];
    const any = (facet: Facet, term: (value: string) => string) => {
      const values = [...this.chosen[facet]];
      if (values.length > 0) terms.push(values.length > 1 ? `(${values.map(term).join(" OR ")})` : term(values[0]!));
    };
    any("strength", (value) => (value === "refusal" ? "type = REFUSAL" : `(strength = ${value.toUpperCase()} AND type != REFUSAL)`));
    any("check", (value) => `verifiability = ${value.toUpperCase()}`);
    any("type", (value) => `type = ${value.toUpperCase()}`);
    any("issuer", (value) => `issuer = ${quoted(value)}`);
    any("due", dueTerm);
    return terms.join(" AND ");
  }
}

// An asterisk at an end of a value would stand for anything.
const quoted = (value: string) => `"${value.replace(/[\\"]/g, "\\$&").replace(/^\*|\*$/g, "\\*")}"`;

export function dueTerm(band: string): string {
  const today = localDay(new Date());
  const soon = localDay(new Date(Date.now() + SOON_DAYS * 864e5));
  switch (band) {
    case "over":
      return `deadline.end_date < "${today}"`;
    case "soon":
      return `(deadline.end_date >= "${today}" AND deadline.end_date < "${soon}")`;
    case "later":
      return `deadline.end_date >= "${soon}"`;
    case "yearly":
      return "recurring = true";
    default:
      return "NOT deadline:*";
  }
}
