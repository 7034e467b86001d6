// What the table holds, as files for ledgers and calendars.
import { toJsonString } from "@bufbuild/protobuf";
import { CommitmentSchema, type Commitment } from "../../gen/pledge/v1/commitment_pb.js";
import { checkWord, kindOf, typeWord } from "../model/kinds.js";
import { addressOf } from "../model/names.js";
import { day } from "../ui/format.js";
import { t, type Word } from "../words/index.js";

export function csv(commitments: Commitment[]): string {
  const head = (["strength", "type", "text", "issuer", "due", "check", "letter"] as const).map((column) => t(`table.${column}`));
  const rows = commitments.map((c) => [
    t(`strength.${kindOf(c)}` as Word), t(typeWord(c.type)), c.text, c.letter?.issuer ?? "", day(c.deadline?.endDate),
    t(checkWord(c.verifiability)), c.letter?.documentNumber ?? "", location.origin + addressOf(c.name),
  ]);
  // The mark at the start tells spreadsheets that it is UTF-8.
  return `\ufeff${[[...head, "URL"], ...rows].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

// A spreadsheet would run a cell that begins like a formula.
function cell(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const jsonLines = (commitments: Commitment[]): string =>
  commitments.map((commitment) => `${JSON.stringify({ commitment: JSON.parse(toJsonString(CommitmentSchema, commitment)) })}\n`).join("");

export function iCalendar(commitments: Commitment[]): string {
  const events = commitments.filter((commitment) => day(commitment.deadline?.endDate).length === 10).flatMap((commitment) => [
    "BEGIN:VEVENT",
    `UID:${commitment.lineageId}@pledge`,
    `DTSTAMP:${new Date().toISOString().replace(/[-:]|\.\d+/g, "")}`,
    `DTSTART;VALUE=DATE:${day(commitment.deadline?.endDate).replaceAll("-", "")}`,
    `SUMMARY:${escaped(commitment.text)}`,
    `DESCRIPTION:${escaped(`${commitment.letter?.issuer ?? ""} ${commitment.letter?.documentNumber ?? ""}`)}`,
    `URL:${location.origin}${addressOf(commitment.name)}`,
    "END:VEVENT",
  ]);
  return ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Pledge//EN", ...events, "END:VCALENDAR"].map(folded).join("\r\n") + "\r\n";
}

const escaped = (words: string) => words.replace(/[\\;,]/g, "\\$&").replaceAll("\n", "\\n");

// Lines of at most 75 bytes, as the format asks.
function folded(line: string): string {
  let folded = "";
  let bytes = 0;
  for (const character of line) {
    const length = new TextEncoder().encode(character).length;
    if (bytes + length > 74) {
      folded += "\r\n ";
      bytes = 1;
    }
    folded += character;
    bytes += length;
  }
  return folded;
}

export function save(name: string, type: string, words: string): void {
  const address = URL.createObjectURL(new Blob([words], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
