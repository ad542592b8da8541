/** Lists follow a write within a moment: until then what was written leaves the lists here, and they are read anew when it is over. */
import type { QueryClient } from "@tanstack/react-query";
import { type Column, withOut } from "../boards/columns";

const MOMENT = 1500; // milliseconds

/** Takes a record out of every list of its type that is in the cache. */
export function takeOut(queries: QueryClient, plural: string, id: string): void {
  queries.setQueriesData<Column>({ queryKey: [plural, "list"] }, (list) => list && withOut(list, id));
}

/** Everything about these types is read anew, once the lists have followed. */
export function anew(queries: QueryClient, ...plurals: string[]): void {
  window.setTimeout(() => plurals.forEach((plural) => void queries.invalidateQueries({ queryKey: [plural] })), MOMENT);
}
