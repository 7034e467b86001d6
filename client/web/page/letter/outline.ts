// The sections as an outline with their numbers of commitments.
import { CommitmentType } from "../../gen/pledge/v1/commitment_pb.js";
import { SectionKind, type Section } from "../../gen/pledge/v1/document_pb.js";
import { sectionClass, sectionWord } from "../model/kinds.js";
import { recordId } from "../model/names.js";
import { h } from "../ui/dom.js";
import { t } from "../words/index.js";
import { type Letter } from "./load.js";

const HIDDEN = [SectionKind.FURNITURE, SectionKind.DOC_NUMBER, SectionKind.ADDRESSEE, SectionKind.TITLE];
const NAMED = [SectionKind.BACKGROUND, SectionKind.PROGRESS, SectionKind.PLAN, SectionKind.EXPLANATION];

export function outlineOf(letter: Letter): HTMLElement {
  const items = letter.sections
    .filter((section) => !HIDDEN.includes(section.kind))
    .map((section) => item(letter, section));
  return h("nav", { class: "outline", "aria-label": t("letter.outline"), id: "outline" }, h("h2", {}, t("letter.outline")), h("ol", {}, items));
}

function item(letter: Letter, section: Section): HTMLElement {
  const id = recordId(section.name);
  // Stances are no commitments of the count, as everywhere.
  const n = letter.commitments.filter((c) => c.type !== CommitmentType.STANCE && (c.section === section.name || c.section.startsWith(`${section.name}.`))).length;
  const tag = NAMED.includes(section.kind) && h("b", { class: `tag ${sectionClass(section.kind)}` }, t(sectionWord(section.kind)));
  return h(
    "li",
    { class: `level${Math.min(section.level, 3)}` },
    h("a", { href: `#s${id}`, "data-section": id }, tag, h("span", { lang: "zh-Hans" }, headingOf(section)), n > 0 && h("em", {}, n)),
  );
}

// The heading, or the first words where there is none.
export function headingOf(section: Section): string {
  if (section.heading) return section.headingNumber + section.heading;
  const words = section.text.trim().replace(/\s+/g, " ");
  if (words) return words.length > 18 ? `${words.slice(0, 17)}…` : words;
  return section.headingNumber || t(sectionWord(section.kind));
}
