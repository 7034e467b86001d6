// Says that something new is there, and shows it only when asked: nobody's place is pushed away.
import { h } from "./dom.js";
import { t } from "../words/index.js";

export class LiveNotice {
  private readonly changed = new Set<string>();
  readonly element = h("div", { class: "live-notice", role: "status", hidden: true });

  constructor(private readonly show: () => void) {}

  // Names of revisions. On the page of one letter only its own count.
  add(names: string[]): void {
    const [, collection, document] = /^\/c\/([^/]+)(?:\/d\/([^/]+))?/.exec(location.pathname) ?? [];
    if (/^\/c\/[^/]+\/upload|^\/changes/.test(location.pathname)) return;
    const prefix = collection ? `collections/${collection}/${document ? `documents/${document}/` : ""}` : "";
    for (const name of names) if (`${name}/`.startsWith(prefix)) this.changed.add(name);
    if (this.changed.size === 0) return;
    this.element.hidden = false;
    this.element.replaceChildren(h("button", { class: "button", onclick: () => { this.clear(); this.show(); } }, t("live.new", { n: this.changed.size })));
  }

  clear(): void {
    this.changed.clear();
    this.element.hidden = true;
  }
}
