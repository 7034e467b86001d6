// When a commitment falls due, seen from today. A date that has passed says nothing of the outcome.
import { type Commitment } from "../../gen/pledge/v1/commitment_pb.js";
import { h } from "../ui/dom.js";
import { day } from "../ui/format.js";
import { t } from "../words/index.js";

const DAY_MS = 864e5;
const SOON_DAYS = 92;

export function daysUntil(iso: string): number {
  const now = new Date();
  const today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
  return Math.round((Date.parse(iso) - today) / DAY_MS);
}

export function dueCells(commitment: Commitment): (Node | string)[] {
  const deadline = commitment.deadline;
  if (!deadline) return [h("span", { class: "dim" }, "—")];
  const notes = [
    deadline.inherited && `〔${t("record.inherited")}〕`,
    deadline.inferred && `〔${t("record.inferred")}〕`,
  ].filter(Boolean).join("");
  const end = day(deadline.endDate);
  if (!end) return [`↻ ${t("due.yearly")}`, h("div", { class: "dim" }, `“${deadline.text}” ${notes}`)];
  const days = daysUntil(end);
  const style = days < 0 ? "over" : days < SOON_DAYS ? "soon" : "";
  const when = days === 0 ? t("due.today") : days < 0 ? `${t("due.ago", { n: -days })} · ${t("due.unknown")}` : t("due.in", { n: days });
  return [h("span", { class: style }, end), h("div", { class: "dim" }, `${when} ${notes}`)];
}
