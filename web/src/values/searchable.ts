/** Whether a text is enough to look for: two letters, or one of a script whose words may be that short. */
const LETTERS = /[\p{L}\p{N}]/gu;
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Myanmar}\p{Script=Khmer}]/u;

export function searchable(text: string): boolean {
  return (text.match(LETTERS) ?? []).length > 1 || UNSPACED.test(text);
}
