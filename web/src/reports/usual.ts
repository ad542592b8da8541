/** The pictures that most people want first; made by one press where they may be made. */
import type { Condition, ObjectType } from "../api/types";
import type { Report } from "./types";

interface Usual { key: string; object: string; group_by: string[]; bucket_field?: string; bucket?: string; sums?: string[]; filter?: Condition }

const RESPONSE = { object: "leads", sums: ["response_minutes"], filter: { field: "response_minutes", op: "empty", value: false } };

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
  const alike = (usual: Usual, report: Report) => report.object === usual.object && (report.bucket ?? "") === (usual.bucket ?? "") && JSON.stringify(report.filter ?? null) === JSON.stringify(usual.filter ?? null)
    && same(report.sums ?? [], usual.sums ?? []) && same(report.group_by ?? [], usual.group_by);
  const readable = (usual: Usual) => types.find((type) => type.plural === usual.object);
  return USUAL.filter((usual) => [...usual.group_by, ...(usual.sums ?? [])].every((name) => readable(usual)?.fields.some((field) => field.name === name)) && !reports.some((report) => alike(usual, report)));
}

function same(one: string[], other: string[]): boolean {
  return one.length === other.length && one.every((each) => other.includes(each));
}
