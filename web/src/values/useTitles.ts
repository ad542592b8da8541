/** What records are called whose ids alone are known: asked for together, once, and remembered. */
import { useQuery } from "@tanstack/react-query";
import { ask } from "../api/http";
import { path } from "../api/path";
import { client } from "../api/queries";
import type { ObjectType, Page, Rec } from "../api/types";
import { titleOf, useTypes } from "../schema/useType";

const FRESH = 5 * 60_000;
const FEW = 4; // so many are read one by one
const NAMED = ["name", "title", "subject", "first_name", "last_name", "company"];

interface Waiting { id: string; told: (title: string | null) => void }

const waiting = new Map<string, Waiting[]>();

/** Asked for a moment later together with all others of its type. */
function askFor(type: ObjectType, id: string): Promise<string | null> {
  return new Promise((told) => {
    const queue = waiting.get(type.plural) ?? [];
    if (!queue.length) setTimeout(() => void answer(type), 20);
    waiting.set(type.plural, [...queue, { id, told }]);
  });
}

async function answer(type: ObjectType): Promise<void> {
  const asked = (waiting.get(type.plural) ?? []).splice(0);
  waiting.set(type.plural, []);
  const ids = [...new Set(asked.map((each) => each.id))].slice(0, 100);
  const fields = NAMED.filter((name) => type.fields.some((field) => field.name === name)).join(",");
  const found = await titles(type.plural, ids, fields).catch(() => new Map<string, string>());
  for (const { id, told } of asked) told(found.get(id) ?? null);
}

async function titles(plural: string, ids: string[], fields: string): Promise<Map<string, string>> {
  if (ids.length < FEW) {
    const records = await Promise.all(ids.map((id) => ask<Rec>("GET", path`v1/${plural}/${id}`).catch(() => null)));
    return new Map(records.flatMap((record, place) => (record ? [[ids[place] ?? record.id, titleOf(record)]] : [])));
  }
  const filter = JSON.stringify({ field: "id", op: "in", value: ids });
  const page = await ask<Page>("GET", path`v1/${plural}`, { query: { filter, fields, limit: 100 } });
  return new Map(page.data.map((record) => [record.id, titleOf(record)]));
}

export function titleQuery(type: ObjectType | undefined, id: string) {
  return { queryKey: ["title", id], queryFn: () => (type ? askFor(type, id) : null), staleTime: FRESH, enabled: Boolean(type && id) };
}

/** The title, null where it cannot be read, undefined while it is on its way. */
export function useTitle(id: string, known?: string): string | null | undefined {
  const query = titleQuery(useTypes()(id), id);
  const { data } = useQuery({ ...query, enabled: query.enabled && !known });
  return known ?? data;
}

export function remember(id: string, title: string): void {
  client.setQueryData(["title", id], title);
}
