/** Whether what a person may do reaches a record, as the API will decide. */
import type { Me, ObjectType, Rec } from "../api/types";

/** Own is theirs, team is one of their teams'; with whom a record is shared is told to whom the share lets change it. */
export function reaches(type: ObjectType, action: "update" | "delete", record: Rec, me: Me | undefined): boolean {
  const scope = type.permissions[action] ?? "none";
  if (scope === "all") return true;
  if (scope === "none" || !me) return false;
  if (action === "update" && "shares" in record) return true;
  const mine = record.owner_id === me.id || record.assignee_id === me.id;
  return scope === "shared" ? false : mine || (scope === "team" && me.teams.some((team) => team.id === record.team_id));
}
