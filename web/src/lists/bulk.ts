/** Which records a change of many means, and how the API is told. */
import type { Condition } from "../api/types";

export type BulkKind = "assign" | "set" | "tag" | "delete";

/** The ones that were chosen, or all that the list shows. */
export type Which = { ids: string[] } | { filter: Condition | null; view?: string | undefined };

export function countOfWhich(which: Which, total: number | null | undefined): number | null {
  return "ids" in which ? which.ids.length : (total ?? null);
}

/** In the words of the API; no filter at all is `{}`, since all of them must be asked for knowingly. */
export function target(which: Which): Record<string, unknown> {
  if ("ids" in which) return { ids: which.ids };
  if (which.view) return { view: which.view, ...(which.filter && { filter: which.filter }) };
  return { filter: which.filter ?? {} };
}

/** An export takes a filter or a view, so chosen records become a filter. */
export function exported(which: Which): Record<string, unknown> {
  if ("ids" in which) return { filter: { field: "id", op: "in", value: which.ids } };
  return { ...(which.view && { view: which.view }), ...(which.filter && { filter: which.filter }) };
}
