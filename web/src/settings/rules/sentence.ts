/** A condition of the rule language as a sentence that a person reads. */
import type { Condition } from "../../api/types";

export interface Words {
  field: (name: string) => string;
  value: (name: string, value: unknown) => string;
  operator: (op: string) => string;
  list: (parts: string[], kind: "conjunction" | "disjunction") => string;
  empty: (field: string, is: boolean) => string;
  within: (field: string, size: number, unit: string) => string;
  not: (sentence: string) => string;
}

export function sentence(condition: Condition, words: Words, inner = false): string {
  if ("all" in condition) return joined(condition.all, "conjunction", words, inner);
  if ("any" in condition) return joined(condition.any, "disjunction", words, inner);
  if ("not" in condition) {
    const leaf = condition.not;
    return "field" in leaf && leaf.op === "empty" ? words.empty(words.field(leaf.field), leaf.value === false) : words.not(sentence(leaf, words, true));
  }
  return compared(condition, words);
}

function joined(parts: Condition[], kind: "conjunction" | "disjunction", words: Words, inner: boolean): string {
  const text = words.list((sameField(parts) ?? parts).map((each) => sentence(each, words, true)), kind);
  return inner && parts.length > 1 ? `(${text})` : text;
}

/** `title contains a, or title contains b, …` becomes one comparison with several values. */
function sameField(parts: Condition[]): Condition[] | null {
  const [first] = parts;
  if (parts.length < 2 || !first || !("field" in first) || first.op === "empty") return null;
  const same = parts.every((each) => "field" in each && each.field === first.field && each.op === first.op && typeof each.value === "string");
  return same ? [{ ...first, value: parts.map((each) => ("field" in each ? each.value : null)) }] : null;
}

function compared(leaf: { field: string; op: string; value?: unknown }, words: Words): string {
  const field = words.field(leaf.field);
  if (leaf.op === "empty") return words.empty(field, leaf.value !== false);
  const [span] = leaf.op === "within" ? Object.entries((leaf.value as Record<string, number> | null) ?? {}) : [];
  if (span) return words.within(field, span[1], span[0]);
  const values = Array.isArray(leaf.value) ? leaf.value : [leaf.value];
  return `${field} ${words.operator(leaf.op)} ${words.list(values.map((each) => words.value(leaf.field, each)), "disjunction")}`;
}
