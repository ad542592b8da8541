/** Which columns a list has: those of the address, of the view, those chosen before, or sensible ones. */
import { useLocalStorage } from "@mantine/hooks";
import type { Field, ObjectType } from "../api/types";
import { readable } from "../schema/useType";
import type { ListState } from "./state";

const USUAL: Record<string, string[]> = {
  lead: ["company", "status", "grade", "source", "owner_id", "response_due_at", "created_at"],
  contact: ["emails", "phones", "company_id", "lifecycle_stage", "owner_id", "updated_at"],
  company: ["domain", "industry", "employees", "owner_id", "updated_at"],
  task: ["status", "priority", "due_at", "assignee_id"],
  note: ["created_by", "created_at"],
  email: ["state", "created_at"],
  user: ["email", "active", "role_ids"],
};

export function useColumns(type: ObjectType, state: ListState): [Field[], (names: string[]) => void] {
  const [chosen, choose] = useLocalStorage<string[] | null>({ key: `kith.columns.${type.plural}`, defaultValue: null });
  const usual = USUAL[type.name] ?? readable(type).filter((field) => !NAMES.has(field.name)).slice(0, 5).map((field) => field.name);
  const names = state.columns ?? state.view?.columns?.filter((name) => !NAMES.has(name)) ?? chosen ?? usual;
  const fields = names.flatMap((name) => type.fields.find((field) => field.name === name) ?? []);
  return [fields, (next) => {
    choose(next);
    if (state.columns || state.view) state.set({ columns: next.join(",") });
  }];
}

/** What the first column, the record's name, already says. */
export const NAMES = new Set(["first_name", "last_name", "name", "title", "subject", "body"]);
