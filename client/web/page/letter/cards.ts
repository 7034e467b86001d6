// The list of records: the keyboard's road through the letter.
import { type Commitment } from "../../gen/pledge/v1/commitment_pb.js";
import { type Section } from "../../gen/pledge/v1/document_pb.js";
import { checkWord, kindOf, sectionClass, sectionWord, typeWord } from "../model/kinds.js";
import { recordId } from "../model/names.js";
import { badge } from "../ui/badge.js";
import { h } from "../ui/dom.js";
import { day } from "../ui/format.js";
import { t } from "../words/index.js";
import { actionsOf } from "./actions.js";
import { detailOf, targetChip } from "./detail.js";
import { type Letter } from "./load.js";
import { headingOf } from "./outline.js";

export function cardOf(letter: Letter, commitment: Commitment, isSelected: boolean): HTMLElement {
  const id = recordId(commitment.name);
  const kind = kindOf(commitment);
  const body = [
    h("div", { class: "top" }, badge(kind), h("span", {}, `${t(typeWord(commitment.type))} · ${id}`)),
    h("div", { class: "words", lang: "zh-Hans" }, commitment.text),
  ];
  const shared = { "data-id": id };
  if (isSelected) {
    return h("div", { ...shared, class: `card selected ${kind}`, "aria-current": "true", tabindex: "-1" }, body, detailOf(letter, commitment), actionsOf(letter, commitment));
  }
  return h("button", { ...shared, class: `card ${kind}` }, body, metaOf(commitment));
}

function metaOf(commitment: Commitment): HTMLElement {
  const end = day(commitment.deadline?.endDate);
  return h(
    "div",
    { class: "meta" },
    h("span", {}, t(checkWord(commitment.verifiability))),
    end && h("span", {}, end),
    commitment.targets.map(targetChip),
  );
}

// Cards with a line where the section changes.
export function cardList(letter: Letter, shown: Commitment[], selected: string | undefined): HTMLElement[] {
  const nodes: HTMLElement[] = [];
  let group = "";
  for (const commitment of shown) {
    const top = letter.sections.find((section) => section.name === commitment.section.replace(/(\/sections\/\d+(?:\.\d+)?).*/, "$1"));
    if (top && top.name !== group) {
      group = top.name;
      const word = t(sectionWord(top.kind));
      nodes.push(h("div", { class: "group" }, word && h("span", { class: `tag ${sectionClass(top.kind)}` }, word), h("span", { lang: "zh-Hans" }, groupName(letter, top))));
    }
    nodes.push(cardOf(letter, commitment, recordId(commitment.name) === selected));
  }
  return nodes;
}

// A part without a heading of its own goes by that of the topic it belongs to.
function groupName(letter: Letter, section: Section): string {
  const above = letter.sections.find((candidate) => candidate.name === section.parent);
  return !section.heading && above?.heading ? above.headingNumber + above.heading : headingOf(section);
}
