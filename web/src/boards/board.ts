/** Which types have a board, whose cards are mine and what a card shows. */
import type { Field, ObjectType, Rec } from "../api/types";

const MOST_COLUMNS = 12;
const DUE = ["due_at", "response_due_at", "expected_close_date", "close_date", "due_date"];
const SHOWN = ["company", "company_id", "job_title", "subject", "amount", "value", "grade", "priority"];
const NAMING = ["first_name", "last_name", "name", "title", "subject", "company", "emails", "owner_id", "assignee_id", "team_id", "first_touched_at", "done_at"];

/** The choice that a type's records are grouped by, where people may change it. */
export function columnField(type: ObjectType): Field | undefined {
  const field = type.fields.find((each) => each.name === type.group);
  const fits = field?.type === "choice" && !field.read_only && field.options.length > 1 && field.options.length <= MOST_COLUMNS;
  return fits && !type.configuration ? field : undefined;
}

export function ownerField(type: ObjectType): string {
  return type.fields.some((field) => field.name === "assignee_id") ? "assignee_id" : "owner_id";
}

export function dueField(type: ObjectType): string | undefined {
  return DUE.find((name) => type.fields.some((field) => field.name === name));
}

/** What is asked of the API for a card, and no more. */
export function cardFields(type: ObjectType, column: Field): string {
  const wanted = new Set([...NAMING, ...SHOWN, ...DUE, column.name, "id", "type", "version", "created_at", "updated_at"]);
  return type.fields.filter((field) => wanted.has(field.name) || field.type === "money").map((field) => field.name).join(",");
}

/** What is still due: nothing once it was answered or done. */
export function dueOf(type: ObjectType, record: Rec): string | null {
  const name = dueField(type);
  if (!name || record.done_at || (name === "response_due_at" && record.first_touched_at)) return null;
  return typeof record[name] === "string" ? record[name] : null;
}
