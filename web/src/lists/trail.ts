/** The list that somebody comes from, so that a record's page knows the next and the one before. */
import { useSyncExternalStore } from "react";

export interface Trail { plural: string; address: string; ids: readonly string[]; more: boolean }

let trail: Trail | null = null;
const listeners = new Set<() => void>();

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
