/** What a column adds up to: a number, or money by currency; null where nothing can be added. */
import type { Field, Rec } from "../api/types";

export type Sum = number | Record<string, number>;

const NO_SUM = new Set(["score", "fit_score", "engagement_score", "position", "version"]); // their sum says nothing

export function sumOf(field: Field, records: Rec[]): Sum | null {
  if (NO_SUM.has(field.name)) return null;
  if (field.type === "money") return moneyOf(records.flatMap((record) => (record[field.name] as { amount: number; currency: string } | null) ?? []));
  if (field.type !== "integer" && field.type !== "number") return null;
  return records.reduce((sum, record) => sum + (Number(record[field.name]) || 0), 0);
}

function moneyOf(all: { amount: number; currency: string }[]): Sum | null {
  if (!all.length) return null;
  const sums: Record<string, number> = {};
  for (const { amount, currency } of all) sums[currency] = (sums[currency] ?? 0) + amount;
  return sums;
}
