// The language of the interface: the browser's, or what the reader chose. Letters are never translated.
import { en } from "./en.js";
import { zh } from "./zh.js";

export type Word = keyof typeof zh;
export type Language = "zh" | "en";

const KEY = "pledge.language";

function chosen(): Language {
  const wanted = new URLSearchParams(location.search).get("lang") ?? localStorage.getItem(KEY) ?? navigator.language;
  return wanted.toLowerCase().startsWith("zh") ? "zh" : "en";
}

let current: Language = chosen();
document.documentElement.lang = current === "zh" ? "zh-Hans" : "en";

export const language = (): Language => current;

export function setLanguage(next: Language): void {
  current = next;
  localStorage.setItem(KEY, next);
  document.documentElement.lang = next === "zh" ? "zh-Hans" : "en";
}

export function t(word: Word, values: Record<string, string | number> = {}): string {
  return ((current === "zh" ? zh : en)[word] ?? word).replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
}
