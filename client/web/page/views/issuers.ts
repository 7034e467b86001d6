// One row for each issuing body: how much it undertakes, how firmly, and how much of it has a date.
import { CommitmentType, Strength } from "../../gen/pledge/v1/commitment_pb.js";
import { queries } from "../api/clients.js";
import { type Place, type View } from "../app/router.js";
import { kindOf, type Kind } from "../model/kinds.js";
import { strengthBar } from "../ui/badge.js";
import { h } from "../ui/dom.js";
import { count } from "../ui/format.js";
import { t } from "../words/index.js";

interface Issuer {
  name: string;
  kinds: Map<Kind, number>;
  all: number;
  letters: number;
  dated: number;
}

const MOST = 5000;

export async function openIssuers({ signal }: Place): Promise<View> {
  const options = { signal };
  const selector = { parents: ["collections/-"] };
  const first = await queries.aggregateCommitments({ selector, groupBy: ["issuer", "strength", "type"], maxGroups: MOST }, options);
  const readPoint = { point: { case: "exactly" as const, value: first.readInfo?.consistencyToken ?? "" } };
  const [whole, dated] = await Promise.all([
    queries.aggregateCommitments({ selector, groupBy: ["issuer"], maxGroups: MOST, readPoint }, options),
    queries.aggregateCommitments({ selector: { ...selector, filter: "deadline:*" }, groupBy: ["issuer"], maxGroups: MOST, readPoint }, options),
  ]);
  const issuers = new Map<string, Issuer>();
  for (const { values: [name = ""], count: n, documentCount } of whole.groups) {
    issuers.set(name, { name, kinds: new Map(), all: Number(n), letters: Number(documentCount), dated: 0 });
  }
  for (const { values: [name = ""], count: n } of dated.groups) {
    const issuer = issuers.get(name);
    if (issuer) issuer.dated = Number(n);
  }
  for (const { values: [name = "", strength = "", type = ""], count: n } of first.groups) {
    const kind = kindOf({ strength: Strength[last(strength) as keyof typeof Strength], type: CommitmentType[last(type) as keyof typeof CommitmentType] });
    const kinds = issuers.get(name)?.kinds;
    kinds?.set(kind, (kinds.get(kind) ?? 0) + Number(n));
  }
  const rows = [...issuers.values()].sort((a, b) => b.all - a.all).map(issuerRow);
  const element = h(
    "div",
    { class: "page narrow" },
    h("div", { class: "page-head" }, h("h1", {}, t("issuers.title")), h("span", { class: "count" }, count(issuers.size))),
    rows.length === 0 ? h("p", { class: "empty" }, t("issuers.empty")) : h("table", { class: "issuers" }, tableHead(), h("tbody", {}, rows)),
  );
  return { element, title: t("issuers.title") };
}

const last = (value: string) => value.slice(value.lastIndexOf("_") + 1);

function tableHead(): HTMLElement {
  const words = [t("table.issuer"), t("table.strength"), t("issuers.count"), t("issuers.dated"), t("issuers.letters")];
  return h("thead", {}, h("tr", {}, words.map((word) => h("th", { scope: "col" }, word))));
}

function issuerRow(issuer: Issuer): HTMLElement {
  const share = Math.round((100 * issuer.dated) / Math.max(1, issuer.all));
  return h(
    "tr",
    {},
    h("td", { class: "c-text", lang: "zh-Hans" }, issuer.name ? h("a", { href: `/commitments?issuer=${encodeURIComponent(issuer.name)}` }, issuer.name) : t("issuers.unknown")),
    h("td", { class: "c-bar" }, strengthBar(issuer.kinds)),
    h("td", { class: "number" }, count(issuer.all)),
    h("td", { class: "number" }, `${count(issuer.dated)} · ${share}%`),
    h("td", { class: "number" }, count(issuer.letters)),
  );
}
