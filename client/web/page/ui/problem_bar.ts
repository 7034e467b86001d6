// A bar above the view: what went wrong, its reason, and one thing to do about it.
import { Code } from "@connectrpc/connect";
import { type Problem } from "../api/problem.js";
import { h } from "./dom.js";
import { t } from "../words/index.js";

export function problemBar(problem: Problem, again: () => void, parent = "/"): HTMLElement {
  const action =
    problem.code === Code.NotFound
      ? h("a", { class: "button", href: parent }, t(parent === "/" ? "problem.home" : "problem.parent"))
      : h("button", { class: "button", onclick: again }, t("problem.again"));
  return h(
    "div",
    { class: "problem", role: "alert" },
    h("strong", {}, problem.words),
    h("code", {}, problem.reason),
    problem.requestId && h("span", { class: "note" }, t("problem.request", { id: problem.requestId })),
    problem.isPassing && h("span", { class: "note" }, t("problem.retrying")),
    action,
  );
}
