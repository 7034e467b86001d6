// A thin overview beside the text: each record at its height.
import { kindOf } from "../model/kinds.js";
import { recordId } from "../model/names.js";
import { h } from "../ui/dom.js";
import { type Letter } from "./load.js";

export class Strip {
  readonly element = h("div", { class: "strip", "aria-hidden": "true" });

  constructor(
    private readonly letter: Letter,
    private readonly rows: HTMLElement,
  ) {}

  layout(): void {
    const whole = this.rows.getBoundingClientRect();
    if (whole.height === 0) return;
    this.element.replaceChildren(
      ...this.letter.commitments.flatMap((commitment) => {
        const id = recordId(commitment.name);
        const mark = this.rows.querySelector(`.clean [data-records~="${id}"], .source [data-records~="${id}"]`);
        if (!mark) return [];
        const part = h("i", { class: `fill ${kindOf(commitment)}`, "data-id": id });
        part.style.top = `${(((mark.getBoundingClientRect().top - whole.top) / whole.height) * 100).toFixed(2)}%`;
        return [part];
      }),
    );
  }
}
