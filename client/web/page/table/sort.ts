// The order of the rows. By due day it is the server's own; any other is made here, of the rows that are listed.
import { type Commitment } from "../../gen/pledge/v1/commitment_pb.js";
import { kindOf, STRENGTHS } from "../model/kinds.js";
import { day } from "../ui/format.js";

export const SORTABLE = ["strength", "text", "issuer", "due", "check", "letter"] as const;
export type Column = (typeof SORTABLE)[number];

export interface Order {
  column: Column;
  descending: boolean;
}

export const BY_DUE: Order = { column: "due", descending: false };

// As it stands in the address: "issuer", or "-issuer" from the end.
export function orderOf(text: string | null): Order {
  const column = SORTABLE.find((one) => one === text?.replace(/^-/, ""));
  return column ? { column, descending: text!.startsWith("-") } : BY_DUE;
}

export const wordOfOrder = ({ column, descending }: Order) => (descending ? `-${column}` : column);

export const isServersOrder = ({ column, descending }: Order) => column === "due" && !descending;

// What a click on the head of a column gives: its order, then the other way round.
export function nextOrder(now: Order, column: Column): Order {
  return { column, descending: now.column === column && !now.descending };
}

// Rows without the value stand last either way; equal ones keep their order.
export function ordered(commitments: readonly Commitment[], order: Order): Commitment[] {
  if (isServersOrder(order)) return [...commitments];
  const value = VALUES[order.column];
  const sign = order.descending ? -1 : 1;
  return [...commitments].sort((a, b) => {
    const [left, right] = [value(a), value(b)];
    if (left === "" || right === "") return Number(left === "") - Number(right === "");
    return sign * (typeof left === "number" ? left - Number(right) : left.localeCompare(String(right), "zh-Hans-CN", { numeric: true }));
  });
}

const VALUES: Record<Column, (commitment: Commitment) => number | string> = {
  strength: (commitment) => (kindOf(commitment) === "stance" ? "" : STRENGTHS.indexOf(kindOf(commitment))),
  text: (commitment) => commitment.text,
  issuer: (commitment) => commitment.letter?.issuer || commitment.actor?.value || "",
  due: (commitment) => day(commitment.deadline?.endDate) || "",
  check: (commitment) => -commitment.verifiability,
  letter: (commitment) => commitment.letter?.documentNumber || commitment.name,
};
