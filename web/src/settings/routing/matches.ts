/** What of a person must fit the lead, as lines; a condition of another shape is shown, not edited. */
import type { Condition } from "../../api/types";

export interface Match { own: string; lead: string }

export function matchesOf(condition: Condition | null): Match[] | null {
  if (!condition) return [];
  const parts = "all" in condition ? condition.all : [condition];
  const matches = parts.flatMap((part) => {
    const lead = "field" in part && part.op === "has" ? (part.value as { lead?: string } | null)?.lead : undefined;
    return "field" in part && lead ? [{ own: part.field, lead }] : [];
  });
  return matches.length === parts.length ? matches : null;
}

export function conditionOf(matches: readonly Match[]): Condition | null {
  const leaves = matches.map(({ own, lead }) => ({ field: own, op: "has", value: { lead } }));
  return leaves.length > 1 ? { all: leaves } : (leaves[0] ?? null);
}
