// What stands on every view: name, navigation, whether the page is live, language.
import { h } from "../ui/dom.js";
import { count } from "../ui/format.js";
import { language, setLanguage, t, type Word } from "../words/index.js";

const SECTIONS: [string, Word, string][] = [
  ["letters", "nav.letters", "/"],
  ["commitments", "nav.commitments", "/commitments"],
  ["due", "nav.due", "/due"],
  ["issuers", "nav.issuers", "/issuers"],
  ["changes", "nav.changes", "/changes"],
  ["upload", "nav.upload", "/c/letters/upload"],
];

export type LiveState = { is: "starting" } | { is: "on"; commit: bigint } | { is: "off" };

export class Frame {
  readonly main = h("main", { id: "main", tabindex: "-1" });
  private readonly live = h("span", { class: "live", role: "status" });
  private readonly links: HTMLElement[];

  constructor(onLanguage: () => void) {
    this.links = SECTIONS.map(([section, word, address]) => h("a", { href: address, "data-section": section }, t(word)));
    const other = h("button", {
      class: "button", id: "language",
      onclick: () => {
        setLanguage(language() === "zh" ? "en" : "zh");
        onLanguage();
      },
    }, t("language.other"));
    document.body.replaceChildren(
      h("a", { class: "skip", href: "#main", onclick: (event: Event) => { event.preventDefault(); this.main.focus(); } }, t("skip")),
      h("header", { class: "bar" }, h("a", { class: "logo", href: "/" }, h("i", { lang: "zh-Hans" }, "诺"), "Pledge"), h("nav", { "aria-label": t("nav.main") }, this.links), this.live, other),
      this.main,
    );
    this.setLive({ is: "starting" });
  }

  setSection(section: string): void {
    for (const link of this.links) {
      if (link.dataset.section === section) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
  }

  setLive(state: LiveState): void {
    const words = state.is === "on" ? t("live.on", { n: count(state.commit) }) : t(state.is === "off" ? "live.off" : "live.start");
    this.live.dataset.state = state.is;
    this.live.replaceChildren(h("b", {}), h("span", {}, words));
    this.live.title = words;
  }
}
