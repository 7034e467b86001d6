// One letter: head, outline, both texts, records; and what is selected.
import { type Commitment } from "../../gen/pledge/v1/commitment_pb.js";
import { documents } from "../api/clients.js";
import { type View } from "../app/router.js";
import { kindOf, type Kind } from "../model/kinds.js";
import { partsOf, recordId } from "../model/names.js";
import { badge } from "../ui/badge.js";
import { h, replace } from "../ui/dom.js";
import { count, day, size } from "../ui/format.js";
import { t, type Word } from "../words/index.js";
import { cardList } from "./cards.js";
import { headOf } from "./head.js";
import { linkOf } from "./actions.js";
import { type Letter } from "./load.js";
import { marksOf } from "./marks.js";
import { outlineOf } from "./outline.js";
import { Strip } from "./strip.js";
import { textRows } from "./text_pane.js";

type Mode = "both" | "clean" | "source";
const MODES: Mode[] = ["both", "clean", "source"];
const NARROW = "(max-width: 760px)";

export class LetterView implements View {
  readonly element: HTMLElement;
  readonly title: string;
  private readonly rows: HTMLElement;
  private readonly list = h("div", { class: "cards" });
  private readonly sheet = h("div", { class: "sheet", hidden: true });
  private readonly said = h("div", { class: "visually-hidden", role: "status" });
  private readonly strip: Strip;
  private readonly off = new Set<Kind>();
  private readonly onResize = () => this.strip.layout();
  private selected: string | undefined;

  constructor(private readonly letter: Letter) {
    this.title = letter.document.facts?.title?.text || partsOf(letter.name).document;
    this.rows = h("div", { class: "rows", onclick: (event: MouseEvent) => this.clickText(event) }, textRows(letter, marksOf(letter)));
    this.strip = new Strip(letter, this.rows);
    this.strip.element.addEventListener("click", (event) => {
      const id = (event.target as HTMLElement).dataset.id;
      if (id) this.select(id, true);
    });
    this.list.addEventListener("click", (event) => this.clickCard(event));
    const text = h(
      "section",
      { class: "text", id: "text", tabindex: "-1" },
      this.tools(),
      h("div", { class: "columns" }, h("div", {}, this.sourceTitle()), h("div", {}, t("letter.cleanColumn", { n: count([...letter.text].length) }))),
      h("div", { class: "paper" }, this.rows, this.strip.element),
      h("p", { class: "print-end" }, `${t("letter.end")}: ${location.origin}/c/${partsOf(letter.name).collection}/d/${partsOf(letter.name).document}/r/${letter.number}`),
    );
    const records = h(
      "aside",
      { class: "records", "aria-label": t("letter.list"), id: "records" },
      h("div", { class: "records-head" }, h("h2", {}, `${t("letter.list")} ${this.countWords()}`), h("span", { class: "note keys-hint" }, h("kbd", {}, "j"), " ", h("kbd", {}, "k"), " ", t("letter.nextPrevious"))),
      this.list,
    );
    this.element = h(
      "div",
      { class: "letter" },
      headOf(letter, { toggleKind: (kind, isOn) => this.toggleKind(kind, isOn), showContact: (into) => void this.showContact(into) }),
      h("div", { class: "work" }, outlineOf(letter), text, records),
      this.sheet,
      this.said,
      this.tabs(),
    );
    this.element.querySelector(".outline")!.addEventListener("click", (event) => this.clickOutline(event as MouseEvent));
    this.setMode(this.firstMode());
    this.labelForPrint();
    this.drawCards();
    addEventListener("resize", this.onResize);
  }

  shown(): void {
    this.strip.layout();
    this.follow(location.hash);
  }

  closed(): void {
    removeEventListener("resize", this.onResize);
  }

  // Selects or shows what a fragment names: c17, a5, s7.2.3 or b8006-8094.
  follow(hash: string): void {
    const id = hash.slice(1);
    if (/^c\d+$/.test(id)) {
      if (this.find(id)) this.select(id, true);
      else this.said.textContent = t("record.gone", { id });
    } else if (id.startsWith("s")) {
      this.showSection(id.slice(1));
    } else if (/^a\d+$/.test(id)) {
      this.setToggle("achievements", true);
      this.rows.querySelector(`[data-achievements~="${id}"]`)?.scrollIntoView({ block: "center" });
    } else if (/^b\d+-\d+$/.test(id)) {
      this.showBytes(Number(id.slice(1).split("-")[0]));
    }
  }

  key(key: string): boolean {
    switch (key) {
      case "j":
      case "k":
        this.step(key === "j" ? 1 : -1);
        return true;
      case "Escape":
        this.select(undefined, false);
        return true;
      case "1":
      case "2":
      case "3":
        this.setMode(MODES[Number(key) - 1]!);
        return true;
      case "r":
        this.setToggle("repairs", !this.element.classList.contains("show-repairs"));
        return true;
      case "o":
        this.element.classList.toggle("show-outline");
        return true;
      case "c": {
        const commitment = this.selected && this.find(this.selected);
        if (commitment) void navigator.clipboard.writeText(linkOf(commitment));
        return commitment !== undefined;
      }
      case "[":
      case "]": {
        const wanted = this.letter.number + (key === "[" ? -1 : 1);
        if (wanted < 1 || wanted > this.letter.latest) return false;
        const { collection, document } = partsOf(this.letter.name);
        history.pushState(null, "", `/c/${collection}/d/${document}/r/${wanted}`);
        dispatchEvent(new PopStateEvent("popstate"));
        return true;
      }
      default:
        return false;
    }
  }

  // --- Selection ---

  private find(id: string): Commitment | undefined {
    return this.letter.commitments.find((commitment) => recordId(commitment.name) === id);
  }

  private listed(): Commitment[] {
    return this.letter.commitments.filter((commitment) => !this.off.has(kindOf(commitment)));
  }

  private step(by: number): void {
    const ids = this.listed().map((commitment) => recordId(commitment.name));
    if (ids.length === 0) return;
    const now = this.selected ? ids.indexOf(this.selected) : by > 0 ? -1 : ids.length;
    this.select(ids[Math.max(0, Math.min(ids.length - 1, now + by))], true);
  }

  private select(id: string | undefined, scrolls: boolean): void {
    this.selected = id;
    for (const element of this.rows.querySelectorAll(".selected, .governs, .decides, .holds")) {
      element.classList.remove("selected", "governs", "decides", "holds");
    }
    if (id) {
      for (const mark of this.rows.querySelectorAll(`[data-records~="${id}"]`)) {
        mark.classList.add("selected");
        mark.closest(".row")?.classList.add("holds");
      }
      for (const mark of this.rows.querySelectorAll(`[data-evidence~="${id}"]`)) {
        if (mark.classList.contains("cue")) mark.classList.add("decides");
        if (mark.classList.contains("governing")) mark.classList.add("governs");
      }
    }
    this.drawCards();
    this.drawSheet();
    this.markOutline();
    const address = location.pathname + location.search + (id ? `#${id}` : "");
    history.replaceState(history.state, "", address);
    if (!id) return;
    const listed = this.listed();
    const index = listed.findIndex((commitment) => recordId(commitment.name) === id);
    this.said.textContent = t("letter.position", { id, kind: t(`strength.${kindOf(this.find(id)!)}` as Word), i: index + 1, n: listed.length });
    if (scrolls) this.scrollToMark(id);
    this.scrollToCard();
  }

  private scrollToMark(id: string): void {
    const pane = this.element.dataset.mode === "source" ? ".source" : ".clean";
    this.rows.querySelector(`${pane} [data-records~="${id}"]`)?.scrollIntoView({ block: "center" });
  }

  private scrollToCard(): void {
    const card = this.list.querySelector<HTMLElement>(".selected");
    const records = this.list.parentElement!;
    if (card) records.scrollTop = card.offsetTop - 64;
  }

  private clickText(event: MouseEvent): void {
    const mark = (event.target as HTMLElement).closest<HTMLElement>("[data-records]");
    const ids = mark?.dataset.records?.split(" ") ?? [];
    if (ids.length === 0) return;
    // Two records on one spot: the shorter first, a second click goes on.
    const at = this.selected ? ids.indexOf(this.selected) : -1;
    this.select(ids[(at + 1) % ids.length], false);
  }

  private clickCard(event: MouseEvent): void {
    const id = (event.target as HTMLElement).closest<HTMLElement>("button.card")?.dataset.id;
    if (id) this.select(id, true);
  }

  private clickOutline(event: MouseEvent): void {
    const id = (event.target as HTMLElement).closest<HTMLElement>("[data-section]")?.dataset.section;
    if (!id) return;
    event.preventDefault();
    this.element.classList.remove("show-outline");
    history.replaceState(history.state, "", `${location.pathname}${location.search}#s${id}`);
    this.showSection(id);
  }

  private showSection(id: string): void {
    const section = this.letter.sections.find((s) => recordId(s.name) === id);
    const start = Number(section?.provenance?.textRange?.start ?? -1n);
    this.rowHolding((row) => row.textStart <= start && start <= row.textEnd)?.scrollIntoView({ block: "start" });
  }

  private showBytes(position: number): void {
    this.rowHolding((row) => row.source.some((s) => s.sourceStart <= position && position < s.sourceEnd))?.scrollIntoView({ block: "center" });
  }

  private rowHolding(test: (row: Letter["rows"][number]) => boolean): Element | null {
    const row = this.letter.rows.find(test);
    return row ? this.rows.querySelector(`[data-start="${row.textStart}"]`) : null;
  }

  private markOutline(): void {
    const section = this.selected && this.find(this.selected)?.section;
    for (const link of this.element.querySelectorAll<HTMLElement>(".outline a")) {
      link.classList.toggle("on", section !== undefined && section !== "" && recordId(section) === link.dataset.section);
    }
  }

  // --- Parts ---

  private countWords(): string {
    const stances = this.letter.commitments.filter((commitment) => kindOf(commitment) === "stance").length;
    const others = this.letter.commitments.length - stances;
    return stances > 0 ? `${others} + ${stances}` : String(others);
  }

  private drawCards(): void {
    const shown = this.listed();
    if (this.letter.commitments.length === 0) {
      replace(this.list, h("p", { class: "empty" }, t("letter.noCommitments", { n: this.letter.achievements.length })));
    } else {
      replace(this.list, cardList(this.letter, shown, this.selected));
    }
  }

  // On paper each record is followed by its strength and id.
  private labelForPrint(): void {
    for (const commitment of this.letter.commitments) {
      const id = recordId(commitment.name);
      const marks = this.rows.querySelectorAll<HTMLElement>(`.clean [data-records~="${id}"]`);
      const last = marks[marks.length - 1];
      if (last) last.dataset.last = `${t(`strength.${kindOf(commitment)}` as Word)} ${id}`;
    }
  }

  private drawSheet(): void {
    const commitment = this.selected && this.find(this.selected);
    this.sheet.hidden = !commitment;
    if (!commitment) return;
    const listed = this.listed();
    const link = linkOf(commitment);
    replace(
      this.sheet,
      h("div", { class: "top" }, badge(kindOf(commitment)), h("span", { class: "note" }, `${listed.indexOf(commitment) + 1} / ${listed.length} · ${recordId(commitment.name)}`)),
      h("div", { class: "words", lang: "zh-Hans" }, commitment.text),
      h("div", { class: "meta" }, h("span", { lang: "zh-Hans" }, commitment.actor?.value), h("span", {}, `${t("record.deadline")}: ${day(commitment.deadline?.endDate) || t("none")}`)),
      h(
        "div",
        { class: "actions" },
        h("button", { class: "button", "aria-label": t("letter.nextPrevious"), onclick: () => this.step(-1) }, "←"),
        h("button", { class: "button", onclick: () => this.step(1) }, "→"),
        h("button", { class: "button", onclick: () => { this.setMode("source"); this.scrollToMark(this.selected!); } }, t("letter.source")),
        h("button", { class: "button", onclick: () => void navigator.clipboard.writeText(link) }, t("record.copyLink")),
        h("button", { class: "button", onclick: () => this.select(undefined, false) }, "✕"),
      ),
    );
  }

  private tools(): HTMLElement {
    const modes = MODES.map((mode) => h("button", { "data-mode": mode, onclick: () => this.setMode(mode) }, t(`letter.${mode}` as Word)));
    const toggle = (name: string, word: Word, isOn: boolean) =>
      h("label", { class: "toggle" }, h("input", { type: "checkbox", "data-toggle": name, checked: isOn, onchange: (event: Event) => this.setToggle(name, (event.target as HTMLInputElement).checked) }), t(word));
    return h(
      "div",
      { class: "tools" },
      h("button", { class: "button outline-button", onclick: () => this.element.classList.toggle("show-outline") }, t("letter.outline")),
      h("div", { class: "segments", role: "group", "aria-label": t("letter.mode") }, modes),
      toggle("repairs", "letter.showRepairs", true),
      toggle("achievements", "letter.showAchievements", false),
      toggle("stances", "letter.showStances", true),
    );
  }

  private tabs(): HTMLElement {
    const { collection, document } = partsOf(this.letter.name);
    const show = (name: string) => () => {
      this.element.classList.toggle("show-outline", name === "outline");
      this.element.classList.toggle("show-records", name === "records");
    };
    return h(
      "nav",
      { class: "tabs", "aria-label": t("nav.page") },
      h("button", { onclick: show("outline") }, h("b", {}, "☰"), t("letter.outline")),
      h("button", { onclick: show("text") }, h("b", {}, "文"), t("letter.text")),
      h("button", { onclick: show("records") }, h("b", {}, this.letter.commitments.length), t("letter.list")),
      h("a", { href: `/c/${collection}/d/${document}/versions` }, h("b", {}, "⇄"), t("letter.versions")),
    );
  }

  private sourceTitle(): string {
    const charset = this.letter.document.analysis?.detectedCharset ?? "";
    return t("letter.sourceColumn", { charset, size: size(this.letter.source.bytes.length) });
  }

  private firstMode(): Mode {
    const wanted = new URLSearchParams(location.search).get("view") as Mode | null;
    if (wanted && MODES.includes(wanted)) return wanted;
    return matchMedia(NARROW).matches ? "clean" : "both";
  }

  private setMode(mode: Mode): void {
    this.element.dataset.mode = mode;
    for (const button of this.element.querySelectorAll<HTMLElement>("[data-mode]")) {
      if (button !== this.element) button.setAttribute("aria-pressed", String(button.dataset.mode === mode));
    }
    for (const name of ["repairs", "stances"]) {
      const box = this.element.querySelector<HTMLInputElement>(`[data-toggle="${name}"]`);
      this.element.classList.toggle(`show-${name}`, box?.checked ?? true);
    }
    this.strip.layout();
  }

  private setToggle(name: string, isOn: boolean): void {
    this.element.classList.toggle(`show-${name}`, isOn);
    const box = this.element.querySelector<HTMLInputElement>(`[data-toggle="${name}"]`);
    if (box) box.checked = isOn;
    if (name === "stances") this.toggleKind("stance", isOn);
  }

  private toggleKind(kind: Kind, isOn: boolean): void {
    if (isOn) this.off.delete(kind);
    else this.off.add(kind);
    this.rows.classList.toggle(`hide-${kind}`, !isOn);
    this.element.querySelector(`.legend [data-kind="${kind}"]`)?.setAttribute("aria-pressed", String(isOn));
    if (kind === "stance") {
      const box = this.element.querySelector<HTMLInputElement>('[data-toggle="stances"]');
      if (box) box.checked = isOn;
    }
    this.drawCards();
  }

  // Personal data is not asked for before somebody wants to see it.
  private async showContact(into: HTMLElement): Promise<void> {
    const readMask = { paths: ["facts.contact_person", "facts.contact_phone"] };
    const { document } = await documents.getDocument({ name: this.letter.name, readMask });
    const person = document?.facts?.contactPerson?.text ?? "";
    const phone = document?.facts?.contactPhone?.text ?? "";
    const words = person || phone ? t("letter.contactIs", { name: person, phone }) : t("letter.contactNone");
    into.replaceWith(h("span", { lang: "zh-Hans" }, words));
  }
}
