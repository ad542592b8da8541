/** What a file's rows may become: types that people make, with fields that people fill. */
import type { ObjectType } from "../api/types";

const OF_ALL = new Set(["owner_id", "team_id", "tags"]);

export function importable(types: ObjectType[]): ObjectType[] {
  return types.filter((type) => type.importable && type.permissions.import !== "none" && type.permissions.create !== "none"
    && type.fields.some((field) => !field.read_only && !OF_ALL.has(field.name)));
}

/** Whether a new record whose address is known already is refused; two companies may share all that they have. */
export const unique = (type: ObjectType): boolean => type.fields.some((field) => field.type === "emails");

/** By what an existing record may be found. */
export function keysOf(type: ObjectType): string[] {
  const has = (name: string) => type.fields.some((field) => field.name === name);
  const found = [["email", has("emails") || has("email")], ["phone", has("phones") || has("phone")], ["domain", has("domain")], ["name", has("name") && type.sort_keys.includes("name")]] as const;
  return [...found.filter(([, there]) => there).map(([key]) => key), "id"];
}
