/** The object types that take added fields: those whose records people write by hand. */
import { useSchema } from "../../api/queries";
import type { ObjectType } from "../../api/types";
import { editable } from "../../schema/useType";

const MADE_BY_CALLS = new Set(["import", "export", "consent"]);
const EVERYWHERE = new Set(["owner_id", "team_id", "tags"]);

export function useCustomizable(): ObjectType[] {
  return (useSchema().data ?? []).filter((type) => !type.configuration && !MADE_BY_CALLS.has(type.name) && editable(type).some((field) => !EVERYWHERE.has(field.name)));
}
