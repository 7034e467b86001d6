// What can be done with a record: quote it, link to it, see its past, see it as JSON.
import { toJsonString } from "@bufbuild/protobuf";
import { CommitmentSchema, type Commitment } from "../../gen/pledge/v1/commitment_pb.js";
import { addressOf, partsOf } from "../model/names.js";
import { copyFrom } from "../ui/clipboard.js";
import { h } from "../ui/dom.js";
import { t } from "../words/index.js";
import { type Letter } from "./load.js";

// A link that shows the same thing for good, for ids are places in one revision.
export const linkOf = (commitment: Commitment): string => location.origin + addressOf(commitment.name);

export function actionsOf(letter: Letter, commitment: Commitment): HTMLElement {
  const facts = letter.document.facts;
  const from = [facts?.issuer?.value, facts?.documentNumber?.value].filter(Boolean).join("，");
  const quote = `“${commitment.text}”——${from} ${linkOf(commitment)}`;
  const { collection, document } = partsOf(commitment.name);
  const json = () => {
    const words = toJsonString(CommitmentSchema, commitment, { prettySpaces: 2 });
    pre.hidden = !pre.hidden;
    pre.textContent = words;
  };
  const pre = h("pre", { class: "json", hidden: true });
  return h(
    "div",
    { class: "actions" },
    h("button", { class: "button", onclick: (event: MouseEvent) => void copyFrom(event.currentTarget as HTMLElement, quote) }, t("record.copyQuote")),
    h("button", { class: "button", "data-action": "link", onclick: (event: MouseEvent) => void copyFrom(event.currentTarget as HTMLElement, linkOf(commitment)) }, t("record.copyLink")),
    h("a", { class: "button", href: `/c/${collection}/d/${document}/versions` }, t("record.history")),
    h("button", { class: "button", onclick: json }, "JSON"),
    pre,
  );
}
