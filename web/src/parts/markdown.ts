/** A note's Markdown as a tree of plain values: nothing in it is ever markup, whatever was typed. One pass, no backtracking. */

export type Inline =
  | { kind: "text" | "code" | "mention"; text: string }
  | { kind: "strong" | "em" | "del"; parts: Inline[] }
  | { kind: "link"; href: string; text: string };

export type Block =
  | { kind: "p" | "quote"; parts: Inline[] }
  | { kind: "heading"; level: number; parts: Inline[] }
  | { kind: "list"; ordered: boolean; items: Inline[][] }
  | { kind: "code"; text: string }
  | { kind: "rule" };

const FENCE = /^ {0,3}(```|~~~)/;
const HEADING = /^(#{1,4}) +(.{1,500})$/;
const BULLET = /^ {0,6}[-*+] +(.*)$/;
const NUMBERED = /^ {0,6}\d{1,6}[.)] +(.*)$/;
const QUOTE = /^> ?(.*)$/;
const RULE = /^ {0,3}(?:-{3,}|\*{3,}|_{3,}) *$/;

export function blocksOf(text: string): Block[] {
  const lines = text.replaceAll("\r\n", "\n").split("\n");
  const blocks: Block[] = [];
  for (let at = 0; at < lines.length;) {
    const line = lines[at] ?? "";
    const taken = fenced(lines, at, blocks) || single(line, blocks) || run(lines, at, blocks);
    at += Math.max(1, taken);
  }
  return blocks;
}

function fenced(lines: string[], at: number, blocks: Block[]): number {
  const mark = FENCE.exec(lines[at] ?? "")?.[1];
  if (!mark) return 0;
  let end = at + 1;
  while (end < lines.length && !lines[end]?.trimStart().startsWith(mark)) end += 1;
  blocks.push({ kind: "code", text: lines.slice(at + 1, end).join("\n") });
  return end - at + 1;
}

function single(line: string, blocks: Block[]): number {
  if (line.trim() === "") return 1;
  if (RULE.test(line)) return blocks.push({ kind: "rule" }) && 1;
  const heading = HEADING.exec(line);
  if (heading) blocks.push({ kind: "heading", level: heading[1]?.length ?? 1, parts: inline(heading[2] ?? "") });
  return heading ? 1 : 0;
}

/** Lines that belong together: a list, a quotation, a paragraph. */
function run(lines: string[], at: number, blocks: Block[]): number {
  const whole = (test: RegExp) => lines.slice(at, endOf(lines, at, (line) => test.test(line))).map((line) => test.exec(line)?.[1] ?? "");
  for (const [test, ordered] of [[BULLET, false], [NUMBERED, true]] as const) {
    const items = whole(test);
    if (items.length) return blocks.push({ kind: "list", ordered, items: items.map(inline) }) && items.length;
  }
  const quoted = whole(QUOTE);
  if (quoted.length) return blocks.push({ kind: "quote", parts: inline(quoted.join("\n")) }) && quoted.length;
  const end = endOf(lines, at, (line, place) => line.trim() !== "" && (place === at || ![FENCE, HEADING, BULLET, NUMBERED, QUOTE, RULE].some((test) => test.test(line))));
  return blocks.push({ kind: "p", parts: inline(lines.slice(at, end).join("\n")) }) && end - at;
}

/** Where the lines from `at` on stop to fit; no line beyond is looked at, and none is copied. */
function endOf(lines: string[], at: number, fits: (line: string, place: number) => boolean): number {
  let end = at;
  while (end < lines.length && fits(lines[end] ?? "", end)) end += 1;
  return end;
}

const TOKEN = /(`{1,3})([^`\n]{1,1000})\1|\*\*([^*\n]{1,1000})\*\*|__([^_\n]{1,1000})__|~~([^~\n]{1,1000})~~|(?<![\w*])\*([^*\s][^*\n]{0,1000})\*(?!\w)|(?<![\w_])_([^_\s][^_\n]{0,1000})_(?!\w)|@\[([^\]\n]{1,200})\]\(usr_\w{1,40}\)|(?<![\w@./+-])@(\w[\w.+-]{0,100})|\[([^\]\n]{1,500})\]\(([^)\s]{1,2000})\)|(https?:\/\/[^\s<>"')\]]{0,2000}[^\s<>"')\].,;:!?])/gu;

export function inline(text: string): Inline[] {
  const parts: Inline[] = [];
  let last = 0;
  for (const match of text.matchAll(TOKEN)) {
    if (match.index > last) parts.push({ kind: "text", text: text.slice(last, match.index) });
    parts.push(token(match));
    last = match.index + match[0].length;
  }
  if (last < text.length) parts.push({ kind: "text", text: text.slice(last) });
  return parts;
}

function token(match: RegExpMatchArray): Inline {
  const [whole, , code, strong, strong2, del, em, em2, person, handle, label, target, address] = match;
  if (code !== undefined) return { kind: "code", text: code };
  const bold = strong ?? strong2;
  if (bold !== undefined) return { kind: "strong", parts: inline(bold) };
  if (del !== undefined) return { kind: "del", parts: inline(del) };
  const slanted = em ?? em2;
  if (slanted !== undefined) return { kind: "em", parts: inline(slanted) };
  if (person !== undefined) return { kind: "mention", text: `@${person}` };
  if (handle !== undefined) return { kind: "mention", text: `@${handle}` };
  if (label !== undefined && target !== undefined) return safe(target) ? { kind: "link", href: target, text: label } : { kind: "text", text: whole };
  const href = address ?? whole;
  return { kind: "link", href, text: href };
}

/** Only addresses that a click may open. */
export function safe(address: string): boolean {
  return /^(https?:\/\/|mailto:|tel:)/i.test(address);
}
