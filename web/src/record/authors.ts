/** Whose name stands in a history where the API tells an id or a part of the system. */
import type { Field } from "../api/types";

/** The import in which a version was written: its request says so, with the row. "" for all else. */
export function startedIn(actor: string, request: string | null): string {
  return actor === "system:import" ? (/^imp_\w+/.exec(request ?? "")?.[0] ?? "") : "";
}

/** A field as its value asks to be read: texts such as `created_by` hold who did it. */
export function readAs(field: Field, ...values: unknown[]): Field {
  const names = values.some((value) => typeof value === "string" && /^(usr_\w+|system:\w+)$/.test(value));
  return names && field.type === "text" ? { ...field, type: "user" } : field;
}
