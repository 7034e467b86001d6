// Strength, always as bars and word together; and shares of strengths as one bar.
import { h } from "./dom.js";
import { t, type Word } from "../words/index.js";
import { BARS, STRENGTHS, type Kind } from "../model/kinds.js";

export function badge(kind: Kind): HTMLElement {
  const bars = [1, 2, 3, 4].map((i) => h("b", { class: i <= (BARS[kind] ?? 0) ? "on" : "" }));
  const sign = kind === "refusal" ? h("i", { class: "no", "aria-hidden": "true" }, "✕") : h("i", { "aria-hidden": "true" }, bars);
  return h("span", { class: `strength ${kind}` }, sign, t(`strength.${kind}` as Word));
}

export function strengthBar(counts: Map<Kind, number>): HTMLElement {
  const parts = STRENGTHS.filter((kind) => counts.get(kind));
  const label = parts.map((kind) => `${t(`strength.${kind}` as Word)} ${counts.get(kind)}`).join("，");
  const bar = h("span", { class: "stack", role: "img", "aria-label": label });
  for (const kind of parts) {
    const part = h("i", { class: `fill ${kind}`, title: `${t(`strength.${kind}` as Word)} ${counts.get(kind)}` });
    part.style.flexGrow = String(counts.get(kind));
    bar.append(part);
  }
  return bar;
}
