/** What a board shows stands in its address, like that of a list; a filter is the same in both. */
import { useMemo } from "react";
import { useSearchParams } from "react-router";
import type { Condition } from "../api/types";
import { filterOf } from "../lists/conditions";

export interface BoardState {
  mine: boolean;
  filter: Condition | null;
  set: (changes: { mine?: boolean; filter?: Condition | null }) => void;
}

export function useBoardState(): BoardState {
  const [params, setParams] = useSearchParams();
  const text = params.get("filter");
  const filter = useMemo(() => filterOf(text), [text]);
  const set: BoardState["set"] = (changes) => setParams((now) => {
    const next = new URLSearchParams(now);
    const put = (name: string, value: string) => (value ? next.set(name, value) : next.delete(name));
    if ("mine" in changes) put("mine", changes.mine ? "1" : "");
    if ("filter" in changes) put("filter", changes.filter ? JSON.stringify(changes.filter) : "");
    return next;
  }, { replace: true });
  return { mine: params.get("mine") === "1", filter, set };
}
