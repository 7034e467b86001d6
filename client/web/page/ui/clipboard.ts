// Copies words and says so on the button for a moment.
import { t } from "../words/index.js";

export async function copyFrom(button: HTMLElement, words: string): Promise<void> {
  await navigator.clipboard.writeText(words);
  const before = button.textContent;
  button.textContent = t("record.copied");
  setTimeout(() => (button.textContent = before), 1500);
}
