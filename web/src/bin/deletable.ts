/** Which types have a bin, and until when a deleted record can come back. */
import type { ObjectType } from "../api/types";

const KEPT_DAYS = 30;
const FOR_GOOD = new Set(["import", "export", "consent"]);
const OF_ALL = new Set(["owner_id", "team_id", "tags"]);

/** What people make and delete; what the engine writes has no field of their own to fill. */
export function deletable(types: ObjectType[]): ObjectType[] {
  return types.filter((type) => !FOR_GOOD.has(type.name) && type.permissions.delete !== "none" && type.fields.some((field) => !field.read_only && !OF_ALL.has(field.name)));
}

/** The day after which it is gone, and how many days are left. */
export function purge(deletedAt: string, now: number): { at: string; days: number } {
  const at = new Date(deletedAt).getTime() + KEPT_DAYS * 86_400_000;
  return { at: new Date(at).toISOString(), days: Math.max(0, Math.ceil((at - now) / 86_400_000)) };
}
