// All collections, as cards.
import { documents, queries } from "../api/clients.js";
import { kindOf, type Kind } from "../model/kinds.js";
import { partsOf } from "../model/names.js";
import { type Place, type View } from "../app/router.js";
import { strengthBar } from "../ui/badge.js";
import { h } from "../ui/dom.js";
import { count, time } from "../ui/format.js";
import { t } from "../words/index.js";
import { CommitmentType, Strength } from "../../gen/pledge/v1/commitment_pb.js";

const PAGE = 1000;

export async function openCollections({ signal }: Place): Promise<View> {
  const { collections } = await documents.listCollections({ pageSize: PAGE }, { signal });
  const counts = await countsByCollection(signal);
  const cards = collections.map((collection) => {
    const id = partsOf(collection.name).collection;
    const strengths = counts.get(collection.name) ?? counts.get(id) ?? new Map<Kind, number>();
    const sum = [...strengths.values()].reduce((a, b) => a + b, 0);
    return h(
      "a",
      { class: "collection", href: `/c/${id}` },
      h("strong", {}, id),
      h("span", {}, `${t("home.documents", { n: count(collection.documentCount) })} · ${t("home.commitments", { n: count(sum) })}`),
      strengthBar(strengths),
      h("span", { class: "note" }, t("home.updated", { date: time(collection.updateTime) })),
    );
  });
  const element = h(
    "div",
    { class: "page" },
    h("div", { class: "page-head" }, h("h1", {}, t("home.title"))),
    cards.length > 0
      ? h("div", { class: "collections" }, cards)
      : h("p", { class: "empty" }, t("home.empty"), " ", h("a", { href: "/c/letters/upload" }, t("home.first"))),
  );
  return { element, title: t("home.title") };
}

async function countsByCollection(signal: AbortSignal): Promise<Map<string, Map<Kind, number>>> {
  const { groups } = await queries.aggregateCommitments(
    { selector: { parents: ["collections/-"] }, groupBy: ["collection", "strength", "type"], maxGroups: 10_000 },
    { signal },
  );
  const counts = new Map<string, Map<Kind, number>>();
  for (const { values: [collection = "", strength = "", type = ""], count: n } of groups) {
    const kind = kindOf({
      strength: Strength[strength.replace("STRENGTH_", "") as keyof typeof Strength],
      type: CommitmentType[type.replace("COMMITMENT_TYPE_", "") as keyof typeof CommitmentType],
    });
    const own = counts.get(collection) ?? new Map<Kind, number>();
    counts.set(collection, own.set(kind, (own.get(kind) ?? 0) + Number(n)));
  }
  return counts;
}
