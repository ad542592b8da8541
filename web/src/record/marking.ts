/** Marks put around or before what is selected in a text. */

export interface Marked { text: string; from: number; to: number }

export function around(before: string, after = before) {
  return (text: string, from: number, to: number): Marked => ({
    text: text.slice(0, from) + before + text.slice(from, to) + after + text.slice(to),
    from: from + before.length,
    to: to + before.length,
  });
}

export function listed(text: string, from: number, to: number): Marked {
  const start = text.lastIndexOf("\n", from - 1) + 1;
  const lines = text.slice(start, to).split("\n").map((line) => `- ${line}`).join("\n");
  return { text: text.slice(0, start) + lines + text.slice(to), from: start + lines.length, to: start + lines.length };
}

/** The beginning of a mention right before the cursor: its place, and what is typed of the name. */
export function mentionAt(text: string, cursor: number): { at: number; typed: string } | null {
  const found = /(?:^|[\s(])@([\p{L}\p{N}.'-]{0,40})$/u.exec(text.slice(Math.max(0, cursor - 60), cursor));
  return found ? { at: cursor - (found[1]?.length ?? 0) - 1, typed: found[1] ?? "" } : null;
}
