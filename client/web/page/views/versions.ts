// The versions of a letter, and the choice of two to compare.
import { type DocumentRevision } from "../../gen/pledge/v1/document_pb.js";
import { documents } from "../api/clients.js";
import { type Place, type View } from "../app/router.js";
import { causeWord } from "../model/kinds.js";
import { recordId } from "../model/names.js";
import { h } from "../ui/dom.js";
import { time } from "../ui/format.js";
import { t } from "../words/index.js";

const PAGE = 1000;

export async function openVersions({ parts: [collection = "", document = ""], signal }: Place): Promise<View> {
  const parent = `collections/${collection}/documents/${document}`;
  const { revisions } = await documents.listDocumentRevisions({ parent, pageSize: PAGE }, { signal });
  const address = `/c/${collection}/d/${document}`;
  const numbers = revisions.map((revision) => Number(recordId(revision.name)));
  let base = numbers[1] ?? numbers[0] ?? 1;
  let target = numbers[0] ?? 1;
  const go = h("a", { class: "button main" });
  const draw = () => {
    go.setAttribute("href", `${address}/diff/${base}..${target}`);
    go.textContent = t("versions.compare", { a: base, b: target });
  };
  draw();
  const choice = (name: string, number: number, isChosen: boolean, choose: (n: number) => void) =>
    h("label", { class: "toggle" }, h("input", { type: "radio", name, checked: isChosen, onchange: () => { choose(number); draw(); } }), t(name === "base" ? "versions.base" : "versions.target"));
  const item = (revision: DocumentRevision, index: number) => {
    const number = numbers[index]!;
    return h(
      "li",
      {},
      h("a", { class: "title", href: `${address}/r/${number}` }, t("letter.revision", { n: number }), index === 0 && ` · ${t("letter.latest")}`),
      h(
        "div",
        { class: "meta" },
        h("span", {}, t(causeWord(revision.cause))),
        h("span", {}, time(revision.createTime)),
        h("span", {}, t("home.commitments", { n: revision.snapshot?.analysis?.commitmentCount ?? 0 })),
        revision.actor && h("span", {}, revision.actor),
        revision.comment && h("span", {}, `“${revision.comment}”`),
        numbers.length > 1 && choice("base", number, number === base, (n) => (base = n)),
        numbers.length > 1 && choice("target", number, number === target, (n) => (target = n)),
      ),
    );
  };
  const element = h(
    "div",
    { class: "page narrow" },
    h("div", { class: "crumb" }, h("a", { href: `/c/${collection}` }, collection), " › ", h("a", { href: address }, document)),
    h("div", { class: "page-head" }, h("h1", {}, t("versions.title")), numbers.length > 1 ? go : h("span", { class: "count" }, t("versions.only"))),
    h("ol", { class: "letters versions" }, revisions.map(item)),
  );
  return { element, title: t("versions.title") };
}
