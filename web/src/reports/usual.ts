/** The pictures that most people want first; made by one press where they may be made. */
import type { Condition, ObjectType } from "../api/types";
import { minutesOf } from "./averages";
import type { Report } from "./types";

interface Usual { key: string; object: string; group_by: string[]; bucket_field?: string; bucket?: string; averages?: string[]; filter?: Condition }

const RESPONSE = { object: "leads", averages: ["response_minutes"] };

const USUAL: Usual[] = [
  { key: "source_day", object: "leads", group_by: ["source"], bucket_field: "created_at", bucket: "day" },
  { key: "funnel", object: "leads", group_by: ["status"] },
  { key: "workload", object: "leads", group_by: ["owner_id", "status"] },
  { ...RESPONSE, key: "response_day", group_by: [], bucket_field: "created_at", bucket: "day" },
  { ...RESPONSE, key: "response_rep", group_by: ["owner_id"] },
  { key: "tasks", object: "tasks", group_by: ["assignee_id", "status"] },
];

/** Those that no report shows yet, of what this person may read. */
export function missing(reports: Report[], types: ObjectType[]): Usual[] {
  const alike = (usual: Usual, report: Report) => report.object === usual.object && (report.bucket ?? "") === (usual.bucket ?? "")
    && JSON.stringify(filterOf(report)) === JSON.stringify(usual.filter ?? null) && same(averages(report), usual.averages ?? []) && same(report.group_by ?? [], usual.group_by);
  const readable = (usual: Usual) => types.find((type) => type.plural === usual.object);
  return USUAL.filter((usual) => [...usual.group_by, ...(usual.averages ?? [])].every((name) => readable(usual)?.fields.some((field) => field.name === name)) && !reports.some((report) => alike(usual, report)));
}

/** An older report added minutes up over those that have them, which is an average too. */
function averages(report: Report): string[] {
  const older = minutesOf(report);
  return older && !report.averages?.length ? [older] : (report.averages ?? []);
}

function filterOf(report: Report): Condition | null {
  const filter = report.filter ?? null;
  return filter && "field" in filter && filter.field === minutesOf(report) ? null : filter;
}

function same(one: string[], other: string[]): boolean {
  return one.length === other.length && one.every((each) => other.includes(each));
}
