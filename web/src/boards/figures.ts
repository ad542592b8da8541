/** What stands beside a column's name: how many, and what they add up to where a kept report knows it. */
import { useQuery } from "@tanstack/react-query";
import { ask } from "../api/http";
import { path } from "../api/path";
import { useMe, useSchema } from "../api/queries";
import type { Field, ObjectType, Page, Rec } from "../api/types";
import { ownerField } from "./board";

export interface Row { groups: Record<string, string | null>; count: number; sums: Record<string, unknown> }

/** The rows of a report that counts by column, and at most by owner, without a filter of its own. */
export function useRows(type: ObjectType, column: Field, mine: boolean, narrowed: boolean): Row[] | undefined {
  const owner = ownerField(type);
  const me = useMe().data?.id;
  const types = useSchema().data;
  const wanted = !narrowed && Boolean(types?.some((each) => each.plural === "reports"));
  const reports = useQuery({ queryKey: ["reports", "every"], queryFn: async () => (await ask<Page>("GET", "v1/reports", { query: { limit: 100 } })).data, staleTime: 60_000, enabled: wanted });
  const fits = (report: Rec) => {
    const groups = (report.group_by as string[] | null) ?? [];
    const whole = report.object === type.plural && !report.filter && !report.bucket_field && groups.includes(column.name);
    return whole && groups.every((name) => name === column.name || name === owner) && (!mine || groups.includes(owner));
  };
  const id = reports.data?.filter(fits).sort((a, b) => summed(b) - summed(a))[0]?.id;
  const data = useQuery({
    queryKey: [type.plural, "figures", id],
    queryFn: () => ask<{ rows: Row[]; state: string; truncated?: boolean }>("GET", path`v1/reports/${id ?? ""}/data`),
    enabled: wanted && Boolean(id), refetchInterval: 30_000,
  });
  if (!wanted || data.data?.state !== "ready" || data.data.truncated) return undefined;
  return data.data.rows.filter((row) => !mine || row.groups[owner] === me);
}

function summed(report: Rec): number {
  return Array.isArray(report.sums) ? report.sums.length : 0;
}

/** An exact total, asked for where the column's own list does not keep one. */
export function useTotal(type: ObjectType, column: Field, option: string, wanted: boolean): number | null {
  const answer = useQuery({
    queryKey: [type.plural, "total", option],
    queryFn: () => ask<Page>("GET", path`v1/${type.plural}`, { query: { [column.name]: option, limit: 1, fields: "id" } }),
    enabled: wanted, refetchInterval: 30_000,
  });
  return answer.data?.meta.total ?? null;
}

/** The first sum of a report, by currency; "" stands for a plain number. */
export function addedUp(rows: Row[]): [string, number][] {
  const sums = new Map<string, number>();
  for (const row of rows) {
    const first = Object.values(row.sums)[0];
    const parts = typeof first === "number" ? [["", first] as const] : Object.entries((first as Record<string, number> | undefined) ?? {});
    for (const [currency, amount] of parts) sums.set(currency, (sums.get(currency) ?? 0) + amount);
  }
  return [...sums].filter(([, amount]) => amount !== 0);
}
