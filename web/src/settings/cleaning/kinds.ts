/** What can be cleaned, in which ways, and what each way must be told. */
import type { ObjectType } from "../../api/types";

export const SCHEDULES = ["off", "daily", "weekly"] as const;

/** Of each group of fields an object must have one. */
const NEEDS: Record<string, string[][]> = {
  case_names: [["last_name"]],
  country_from_phone: [["phones"], ["country", "address"]],
  domain_from_website: [["website"], ["domain"]],
  drop_placeholders: [["emails"]],
};
const SETTINGS: Record<string, string[]> = { tag: ["tag"], tag_stale: ["tag", "days"], delete_stale: ["days"] };

/** Objects whose records people make and change, as far as this person may. */
export function cleaned(types: ObjectType[]): ObjectType[] {
  return types.filter((type) => type.creatable && type.editable && !type.configuration && type.permissions.update !== "none");
}

/** The ways of cleaning for which an object has the fields; every one that there is while none is chosen. */
export function kindsOf(type: ObjectType | undefined, kinds: string[]): string[] {
  const has = (name: string) => Boolean(type?.fields.some((field) => field.name === name));
  return kinds.filter((kind) => !type || (NEEDS[kind] ?? []).every((group) => group.some(has)));
}

export function needs(kind: unknown, setting: "tag" | "days"): boolean {
  return SETTINGS[String(kind)]?.includes(setting) ?? false;
}

export const deletes = (kind: unknown) => kind === "delete_stale";
