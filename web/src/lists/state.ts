/** What a list shows stands in its address, so that it can be sent to a colleague and the back button works. */
import { useMemo } from "react";
import { useSearchParams } from "react-router";
import type { Query } from "../api/http";
import { useViews } from "../api/queries";
import type { Condition, ObjectType, View } from "../api/types";
import { both, filterOf } from "./conditions";

export interface ListState {
  /** The view that the address names; its record only once it is known. */
  viewId: string;
  view: View | undefined;
  sort: string;
  /** The order of this list where nobody asked for another. */
  usual: string;
  group: string;
  /** The group of this list where nobody asked for anything. */
  usualGroup: string;
  filter: Condition | null;
  /** Filter and group together, without the view's own. */
  asked: Condition | null;
  columns: string[] | null;
  query: Query;
  /** All groups in the usual order come in two parts: the usual group first. */
  parts: Query[] | undefined;
  /** A view is wanted that is not known yet. */
  waiting: boolean;
  set: (changes: Record<string, string | null>) => void;
  /** To a view as it is saved, or with "" to all. */
  go: (view: string) => void;
}

/** What is due first stands first; other lists begin with the newest. */
const USUAL: Record<string, string> = { task: "due_at" };

/** Of what is done one day, what is still open is shown. */
const USUAL_GROUP: Record<string, string> = { task: "open" };

/** What an address says where every group is wanted in spite of a usual one. */
export const EVERY = "all";

/** A list that nobody narrowed shows its usual group; "" are all. */
export function groupOf(type: Pick<ObjectType, "name" | "group">, params: URLSearchParams): string {
  const plain = !params.has("view") && !params.has("filter");
  const group = type.group ? (params.get(type.group) ?? (plain ? (USUAL_GROUP[type.name] ?? "") : "")) : "";
  return group === EVERY ? "" : group;
}

/** The address after these changes: who narrows a usual group further stays in it. */
export function changedTo(type: Pick<ObjectType, "name" | "group">, now: URLSearchParams, changes: Record<string, string | null>): URLSearchParams {
  const next = new URLSearchParams(now);
  for (const [name, value] of Object.entries(changes)) {
    if (value) next.set(name, value);
    else next.delete(name);
  }
  const group = groupOf(type, now);
  if (type.group && changes.filter && !(type.group in changes) && group !== groupOf(type, next)) next.set(type.group, group);
  return next;
}

export function usualSort(type: Pick<ObjectType, "name" | "sort_keys">): string {
  const sort = USUAL[type.name] ?? "";
  return type.sort_keys.includes(sort) ? sort : "";
}

/** Of tasks in their usual order the open ones come first, what is due first before the rest; then the others, the latest first. */
export function partsOf(group: string, usual: { group: string; sort: string }, filter: Condition | null): Query[] {
  const others = both({ field: group, op: "ne", value: usual.group }, filter);
  return [{ [group]: usual.group, sort: usual.sort }, { filter: JSON.stringify(others), sort: `-${usual.sort}` }];
}

const NOTHING = new URLSearchParams();

export function useListState(type: ObjectType): ListState {
  const [params, setParams] = useSearchParams();
  const viewId = params.get("view") ?? "";
  const views = useViews(viewId !== "").data;
  const view = views?.find((each) => each.id === viewId);
  const usual = viewId ? "" : usualSort(type);
  const sort = params.get("sort") ?? usual;
  const group = groupOf(type, params);
  const usualGroup = viewId ? "" : groupOf(type, NOTHING);
  const filter = useMemo(() => filterOf(params.get("filter")), [params]);
  const columns = params.get("columns")?.split(",").filter(Boolean) ?? null;
  const query: Query = { limit: 50, view: viewId, sort, filter: filter ? JSON.stringify(filter) : "" };
  if (type.group && group) query[type.group] = group;
  const parts = useMemo(() => (type.group && usualGroup && !group && usual && sort === usual && !params.has("sort") ? partsOf(type.group, { group: usualGroup, sort: usual }, filter) : undefined), [type.group, usualGroup, group, usual, sort, params, filter]);
  const set = (changes: Record<string, string | null>) => setParams((now) => changedTo(type, now, changes), { replace: true });
  const asked = both(type.group && group ? { field: type.group, op: "eq", value: group } : null, filter);
  return { viewId, view, waiting: viewId !== "" && !views, asked, sort: sort || view?.sort || "", usual, group, usualGroup, filter, columns, query, parts, set, go: (id) => setParams(id ? { view: id } : {}) };
}
