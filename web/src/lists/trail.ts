/** The list that somebody comes from, so that a record's page knows the next and the one before. */
import { useSyncExternalStore } from "react";

export interface Trail { plural: string; address: string; ids: readonly string[]; more: boolean; total: number | null | undefined }

let trail: Trail | null = null;
const listeners = new Set<() => void>();

/** How many the list holds: all of them where that is known, else as many as were loaded, with a plus. */
export function extent({ ids, more, total }: Pick<Trail, "ids" | "more" | "total">): { count: number; more: string } {
  return typeof total === "number" && total >= ids.length ? { count: total, more: "" } : { count: ids.length, more: more ? "+" : "" };
}

export function leaveTrail(next: Trail): void {
  trail = next;
  listeners.forEach((each) => each());
}

export function useTrail(): Trail | null {
  return useSyncExternalStore(subscribe, () => trail);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
