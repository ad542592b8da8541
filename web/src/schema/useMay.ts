/** Whether a right reaches this one record: the type's grants say how far, the record whose it is. The API decides; this spares a refusal. */
import { useMe } from "../api/queries";
import type { Field, Me, ObjectType, Rec, Scope } from "../api/types";

export interface Share { to: string; access: string }

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

function shared(action: string, record: Partial<Rec>, me: Me): boolean {
  return sharesOf(record, me).some((each) => BY_SHARE[action]?.includes(each.access));
}

/** By which shares a record is this person's to read or to change. */
export function sharesOf(record: Partial<Rec>, me: Me): Share[] {
  const mine = new Set([me.id, ...me.teams.map((team) => team.id)]);
  return ((record.shares as Share[] | null | undefined) ?? []).filter((each) => mine.has(each.to));
}

export type May = (action: string, record: Partial<Rec>) => boolean;

export function useMay(type: ObjectType | undefined): May {
  const me = useMe().data;
  return (action, record) => type !== undefined && reaches(type, action, record, me);
}

/** Whether a field is changed here: nobody's that is read-only, an owner only where one may give the record away. */
export function changeable(may: May, field: Field, record: Partial<Rec>): boolean {
  return !field.read_only && !byAction(field, record[field.name]) && may("update", record) && (!GIVING.has(field.name) || may("assign", record));
}

/** What an action led to, such as a closed lead's status, is left by an action too. */
function byAction(field: Field, value: unknown): boolean {
  return typeof value === "string" && field.by_hand !== undefined && field.options.includes(value) && !field.by_hand.includes(value);
}
