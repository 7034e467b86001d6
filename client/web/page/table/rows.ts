// Rows of the table of commitments; on a phone each becomes a card.
import { Verifiability, type Commitment } from "../../gen/pledge/v1/commitment_pb.js";
import { targetChip } from "../letter/detail.js";
import { checkWord, kindOf, typeWord } from "../model/kinds.js";
import { addressOf, partsOf } from "../model/names.js";
import { badge } from "../ui/badge.js";
import { h } from "../ui/dom.js";
import { t } from "../words/index.js";
import { dueCells } from "./due.js";
import { SORTABLE, type Column, type Order } from "./sort.js";

const COLUMNS = ["strength", "text", "issuer", "due", "targets", "check", "letter"] as const;

// The head, whose columns sort; `sort` is called with the one that was chosen.
export function tableHead(order: Order, sort: (column: Column) => void): HTMLElement {
  const head = (column: (typeof COLUMNS)[number]) => {
    const sortable = SORTABLE.find((one) => one === column);
    if (!sortable) return h("th", { scope: "col" }, t(`table.${column}`));
    const isChosen = order.column === sortable;
    return h(
      "th",
      { scope: "col", "aria-sort": isChosen ? (order.descending ? "descending" : "ascending") : undefined },
      h(
        "button",
        { class: "sort", "data-sort": sortable, onclick: () => sort(sortable) },
        t(`table.${sortable}`),
        isChosen && h("span", { "aria-hidden": "true" }, order.descending ? " ▼" : " ▲"),
      ),
    );
  };
  return h("tr", {}, COLUMNS.map(head));
}

export function tableRow(commitment: Commitment): HTMLElement {
  const { document } = partsOf(commitment.name);
  const partners = commitment.cooperators.map((c) => c.body?.value || c.body?.text).filter(Boolean).join("、");
  const dots = [Verifiability.LOW, Verifiability.MEDIUM, Verifiability.HIGH].map((level) => h("b", { class: commitment.verifiability >= level ? "on" : "" }));
  const reply = commitment.letter;
  return h(
    "tr",
    { "data-name": commitment.name },
    h("td", { class: "c-strength" }, badge(kindOf(commitment))),
    h(
      "td",
      { class: "c-text" },
      h("a", { href: addressOf(commitment.name), lang: "zh-Hans" }, commitment.text),
      h("div", { class: "sub" }, h("span", {}, t(typeWord(commitment.type))), partners && h("span", { lang: "zh-Hans" }, `${t("record.with")} ${partners}`)),
    ),
    h("td", { class: "c-issuer", lang: "zh-Hans" }, reply?.issuer || commitment.actor?.value || ""),
    h("td", { class: `c-due${commitment.deadline ? "" : " nothing"}` }, dueCells(commitment)),
    h("td", { class: `c-targets${commitment.targets.length ? "" : " nothing"}` }, commitment.targets.length ? commitment.targets.map(targetChip) : h("span", { class: "dim" }, "—")),
    h("td", { class: "c-check" }, h("span", { class: "dots", "aria-hidden": "true" }, dots), t(checkWord(commitment.verifiability))),
    h("td", { class: "c-letter" }, h("span", { title: reply?.title }, reply?.documentNumber || document)),
  );
}
