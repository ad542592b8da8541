/** What a list shows stands in its address, so that it can be sent to a colleague and the back button works. */
import { useMemo } from "react";
import { useSearchParams } from "react-router";
import type { Query } from "../api/http";
import { useViews } from "../api/queries";
import type { Condition, ObjectType, View } from "../api/types";

export interface ListState {
  view: View | undefined;
  sort: string;
  group: string;
  filter: Condition | null;
  columns: string[] | null;
  query: Query;
  set: (changes: Record<string, string | null>) => void;
}

export function useListState(type: ObjectType): ListState {
  const [params, setParams] = useSearchParams();
  const views = useViews().data;
  const viewId = params.get("view") ?? "";
  const view = views?.find((each) => each.id === viewId);
  const sort = params.get("sort") ?? "";
  const group = type.group ? (params.get(type.group) ?? "") : "";
  const filter = useMemo(() => read(params.get("filter")), [params]);
  const columns = params.get("columns")?.split(",").filter(Boolean) ?? null;
  const query: Query = { limit: 50, view: viewId, sort, filter: filter ? JSON.stringify(filter) : "" };
  if (type.group && group) query[type.group] = group;
  const set = (changes: Record<string, string | null>) => setParams((now) => {
    const next = new URLSearchParams(now);
    for (const [name, value] of Object.entries(changes)) {
      if (value) next.set(name, value);
      else next.delete(name);
    }
    return next;
  }, { replace: true });
  return { view, sort: sort || view?.sort || "", group, filter, columns, query, set };
}

function read(text: string | null): Condition | null {
  try {
    return text ? (JSON.parse(text) as Condition) : null;
  } catch {
    return null;
  }
}
