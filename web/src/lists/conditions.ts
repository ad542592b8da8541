/** A filter as a person edits it: lines that all hold, or of which any holds. Deeper ones are shown, not edited. */
import type { Condition } from "../api/types";

export interface Line { field: string; op: string; value: unknown }
export interface Draft { join: "all" | "any"; lines: Line[] }

export function draftOf(condition: Condition | null): Draft | null {
  if (!condition) return { join: "all", lines: [] };
  if ("field" in condition) return { join: "all", lines: [lineOf(condition)] };
  if ("not" in condition) return null;
  const [join, parts] = "all" in condition ? (["all", condition.all] as const) : (["any", condition.any] as const);
  const lines = parts.flatMap((part) => ("field" in part ? [lineOf(part)] : []));
  return lines.length === parts.length ? { join, lines } : null;
}

function lineOf(leaf: { field: string; op: string; value?: unknown }): Line {
  return { field: leaf.field, op: leaf.op, value: leaf.value ?? null };
}

/** Nothing for lines that are not filled in yet. */
export function conditionOf({ join, lines }: Draft): Condition | null {
  const whole = lines.filter((line) => line.field && line.op && (line.op === "empty" || filled(line.value)));
  const leaves = whole.map(({ field, op, value }): Condition => (op === "empty" ? { field, op, value: value !== false } : { field, op, value }));
  if (leaves.length === 0) return null;
  if (leaves.length === 1 && leaves[0]) return leaves[0];
  return join === "all" ? { all: leaves } : { any: leaves };
}

function filled(value: unknown): boolean {
  return value !== null && value !== undefined && value !== "" && !(Array.isArray(value) && value.length === 0);
}
