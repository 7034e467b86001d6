// Numbers, sizes, days and times as they are shown. Dates are ISO in both languages.
import { type Timestamp, timestampDate } from "@bufbuild/protobuf/wkt";
import { type Date as Day } from "../../gen/google/type/date_pb.js";

export const count = (n: number | bigint): string => Number(n).toLocaleString("en").replaceAll(",", " ");

export function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)} KiB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}

const two = (n: number) => String(n).padStart(2, "0");

// Only as much of a day as is known.
export function day(date: Day | undefined): string {
  if (!date || !date.year) return "";
  if (!date.month) return String(date.year);
  if (!date.day) return `${date.year}-${two(date.month)}`;
  return `${date.year}-${two(date.month)}-${two(date.day)}`;
}

export function localDay(at: Date): string {
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

export function time(at: Timestamp | undefined): string {
  if (!at) return "";
  const date = timestampDate(at);
  return `${localDay(date)} ${two(date.getHours())}:${two(date.getMinutes())}`;
}
