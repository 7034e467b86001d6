// The letters of one collection.
import { DocumentState, type Document } from "../../gen/pledge/v1/document_pb.js";
import { documents } from "../api/clients.js";
import { problemOf } from "../api/problem.js";
import { type Place, type View } from "../app/router.js";
import { addressOf, partsOf } from "../model/names.js";
import { h } from "../ui/dom.js";
import { problemBar } from "../ui/problem_bar.js";
import { t } from "../words/index.js";

const PAGE = 100;

export async function openCollection({ parts: [id = ""], signal }: Place): Promise<View> {
  const view = new CollectionView(id, signal);
  await view.more();
  return view;
}

class CollectionView implements View {
  readonly title: string;
  private readonly list = h("ol", { class: "letters" });
  private readonly rest = h("div", { class: "rest" });
  readonly element: HTMLElement;
  private token = "";
  private selected = -1;

  constructor(
    private readonly id: string,
    private readonly signal: AbortSignal,
  ) {
    this.title = id;
    this.element = h(
      "div",
      { class: "page" },
      h(
        "div",
        { class: "page-head" },
        h("h1", {}, id),
        h("a", { class: "button", href: `/c/${id}/commitments` }, t("nav.commitments")),
        h("a", { class: "button", href: `/c/${id}/upload` }, t("nav.upload")),
      ),
      this.list,
      this.rest,
    );
  }

  async more(): Promise<void> {
    const answer = await documents.listDocuments(
      { parent: `collections/${this.id}`, pageSize: PAGE, pageToken: this.token, showDeleted: true },
      { signal: this.signal },
    );
    this.list.append(...answer.documents.map(letterItem));
    this.token = answer.nextPageToken;
    this.rest.replaceChildren(this.restWords());
  }

  key(key: string): boolean {
    const items = [...this.list.querySelectorAll<HTMLElement>("a.title")];
    if ((key !== "j" && key !== "k") || items.length === 0) return false;
    this.selected = Math.max(0, Math.min(items.length - 1, this.selected + (key === "j" ? 1 : -1)));
    items[this.selected]!.focus();
    return true;
  }

  private restWords(): Node {
    if (this.token) return h("button", { class: "button", onclick: () => void this.tryMore() }, t("home.more"));
    if (this.list.children.length > 0) return h("span", { class: "note" }, t("all.listed"));
    return h("p", { class: "empty" }, t("home.empty"), " ", h("a", { href: `/c/${this.id}/upload` }, t("home.first")));
  }

  private async tryMore(): Promise<void> {
    try {
      await this.more();
    } catch (error) {
      this.rest.replaceChildren(problemBar(problemOf(error), () => void this.tryMore()));
    }
  }
}

function letterItem(document: Document): HTMLElement {
  const { facts, analysis } = document;
  const isDeleted = document.state === DocumentState.DELETED;
  const parts = [facts?.issuer?.value, facts?.documentNumber?.value, facts?.issueDate?.value].filter(Boolean);
  return h(
    "li",
    { class: isDeleted ? "deleted" : "" },
    h("a", { class: "title", href: addressOf(document.name), lang: "zh-Hans" }, facts?.title?.text || t("home.untitled")),
    h(
      "div",
      { class: "meta" },
      h("code", {}, partsOf(document.name).document),
      h("span", { lang: "zh-Hans" }, parts.join(" · ")),
      h("span", {}, t("home.commitments", { n: analysis?.commitmentCount ?? 0 })),
      (analysis?.warnings.length ?? 0) > 0 && h("span", {}, t("home.warnings", { n: analysis!.warnings.length })),
      isDeleted && h("span", {}, t("home.deleted")),
    ),
  );
}
