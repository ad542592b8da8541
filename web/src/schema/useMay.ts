/** Whether a right reaches this one record: the type's grants say how far, the record whose it is. The API decides; this spares a refusal. */
import { useMe } from "../api/queries";
import type { Field, Me, ObjectType, Rec, Scope } from "../api/types";

interface Share { to: string; access: string }

const BY_SHARE: Record<string, string[]> = { read: ["read", "write"], update: ["write"] };
const GIVING = new Set(["owner_id", "assignee_id", "team_id"]); // to change them is to give the record away

/** An owner or team that is not told with the record is not held against anybody. */
export function reaches(type: ObjectType, action: string, record: Partial<Rec>, me: Me | undefined): boolean {
  const scope: Scope = type.permissions[action] ?? "none";
  if (scope === "none" || !me) return false;
  if (scope === "all" || type.configuration) return true;
  return shared(action, record, me) || ((scope === "own" || scope === "team") && unlessOthers(record.owner_id, me.id))
    || (scope === "team" && (record.team_id === undefined || me.teams.some((team) => team.id === record.team_id)));
}

function unlessOthers(owner: string | null | undefined, mine: string): boolean {
  return owner === undefined || owner === mine;
}

/** With whom a record is shared is told to those alone who may change it. */
function shared(action: string, record: Partial<Rec>, me: Me): boolean {
  const mine = new Set([me.id, ...me.teams.map((team) => team.id)]);
  return ((record.shares as Share[] | null | undefined) ?? []).some((each) => mine.has(each.to) && BY_SHARE[action]?.includes(each.access));
}

export type May = (action: string, record: Partial<Rec>) => boolean;

export function useMay(type: ObjectType | undefined): May {
  const me = useMe().data;
  return (action, record) => type !== undefined && reaches(type, action, record, me);
}

/** Whether a field is changed here: nobody's that is read-only, an owner only where one may give the record away. */
export function changeable(may: May, field: Field, record: Partial<Rec>): boolean {
  return !field.read_only && may("update", record) && (!GIVING.has(field.name) || may("assign", record));
}
