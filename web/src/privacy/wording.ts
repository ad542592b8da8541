/** Purposes and sources as the API keeps them, and as people write them. */

export const PURPOSES = ["newsletter", "product_news", "phone", "sms", "profiling"];
export const SOURCES = ["manual", "form", "phone", "email", "chat"];

/** The word that is meant by a text: the one whose label it is, else the text itself. */
export function wordOf(text: string, words: string[], label: (word: string) => string): string {
  const plain = (each: string) => each.trim().toLowerCase();
  return words.find((each) => plain(label(each)) === plain(text)) ?? text.trim();
}
