// Single keys. Never while somebody types, never with a modifier, and not at all when turned off.
import { h } from "../ui/dom.js";
import { t, type Word } from "../words/index.js";
import { type Router } from "./router.js";

const VIEWS: Record<string, string> = { l: "/", c: "/commitments", d: "/due", i: "/issuers", h: "/changes", u: "/c/letters/upload" };
const OFF = "pledge.keys-off";

const HELP: [string, Word][] = [
  ["j k", "keys.next"],
  ["Enter", "keys.open"],
  ["Esc", "keys.clear"],
  ["1 2 3", "keys.modes"],
  ["r", "keys.repairs"],
  ["o", "keys.outline"],
  ["/", "keys.find"],
  ["f", "keys.filters"],
  ["[ ]", "keys.revision"],
  ["n p", "keys.change"],
  ["c", "keys.copy"],
  ["g l/c/d/i/h/u", "keys.views"],
  ["?", "keys.help"],
];

export function listenToKeys(routerNow: () => Router): void {
  let isGoing = false;
  addEventListener("keydown", (event) => {
    const router = routerNow();
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (event.key !== "?" && event.key !== "Escape" && localStorage.getItem(OFF)) return;
    if (isGoing && VIEWS[event.key]) {
      router.go(VIEWS[event.key]!);
      event.preventDefault();
    } else if (event.key === "?") {
      showHelp();
    } else if (router.key(event.key)) {
      event.preventDefault();
    }
    isGoing = event.key === "g";
  });
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input:not([type=checkbox]), textarea, select, [contenteditable]");
}

function showHelp(): void {
  const dialog = h("dialog", { class: "keys" });
  const off = h("input", {
    type: "checkbox", checked: localStorage.getItem(OFF) !== null,
    onchange: () => (off.checked ? localStorage.setItem(OFF, "1") : localStorage.removeItem(OFF)),
  });
  dialog.append(
    h("h2", {}, t("keys.title")),
    h("dl", {}, HELP.map(([key, word]) => [h("dt", {}, h("kbd", {}, key)), h("dd", {}, t(word))])),
    h("p", { class: "note" }, t("help.commitment")),
    h("label", { class: "toggle" }, off, t("keys.off")),
    h("button", { class: "button", onclick: () => dialog.close() }, t("keys.close")),
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
