/** Lines and counts in the order in which they are told, and whether a name was typed. */
import type { Counts, Line } from "./types";

/** Lines of one type together, the most numerous first. */
export function grouped(lines: Line[]): [string, Line[]][] {
  const groups = new Map<string, Line[]>();
  for (const line of lines) groups.set(line.type, [...(groups.get(line.type) ?? []), line]);
  return [...groups].sort(([, one], [, other]) => other.length - one.length);
}

/** Counts above zero, the largest first. */
export function sorted(counts: Counts): [string, number][] {
  return Object.entries(counts).filter(([, count]) => count > 0).sort(([, one], [, other]) => other - one);
}

/** Whether somebody typed this name; blanks and capitals do not matter. */
export function isTyped(typed: string, name: string): boolean {
  const plain = (text: string) => text.normalize("NFC").trim().replace(/\s+/g, " ").toLowerCase();
  return plain(typed) !== "" && plain(typed) === plain(name);
}
