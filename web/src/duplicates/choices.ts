/** Which value of two records a merged one takes: the rules of the API, so that the screen shows what will be. */
import type { Field, ObjectType, Rec } from "../api/types";
import { editable } from "../schema/useType";

export type Pick = "a" | "b" | "both";
export interface Line { field: Field; a: unknown; b: unknown; same: boolean }

const LISTS = new Set(["emails", "phones", "tags", "multi_choice", "users", "references"]);
const CAREFUL = new Set(["do_not_call"]); // a yes of either stays

/** Fields that one of the two fills; those that differ first. */
export function linesOf(type: ObjectType, a: Rec, b: Rec): Line[] {
  const lines = editable(type).map((field) => ({ field, a: a[field.name], b: b[field.name], same: alike(a[field.name], b[field.name]) }));
  return lines.filter((line) => !empty(line.a) || !empty(line.b)).sort((one, other) => Number(one.same) - Number(other.same));
}

/** What the API takes where nobody chooses: the kept record's value, its gaps filled, lists united. */
export function usual({ field, a, b }: Line, winner: "a" | "b"): Pick {
  if (CAREFUL.has(field.name) && (a === true || b === true)) return a === true ? "a" : "b";
  if (field.name === "owner_id" || field.name === "team_id") return winner;
  if (empty(a) || empty(b)) return empty(a) && !empty(b) ? "b" : empty(b) && !empty(a) ? "a" : winner;
  return LISTS.has(field.type) ? "both" : winner;
}

export function mayBeBoth({ field, a, b, same }: Line): boolean {
  return LISTS.has(field.type) && !same && !empty(a) && !empty(b);
}

/** Only what differs from the usual is told to the API. */
export function chooseOf(lines: Line[], picks: Record<string, Pick>, winner: "a" | "b", ids: { a: string; b: string }): Record<string, string> {
  return Object.fromEntries(lines.flatMap((line) => {
    const pick = picks[line.field.name];
    return pick && pick !== "both" && pick !== usual(line, winner) ? [[line.field.name, ids[pick]]] : [];
  }));
}

function alike(a: unknown, b: unknown): boolean {
  return JSON.stringify(plain(a)) === JSON.stringify(plain(b));
}

/** Of a listed address only what it says counts. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each: unknown) => (typeof each === "object" && each && "value" in each ? each.value : each));
  return empty(value) ? null : value;
}

export function empty(value: unknown): boolean {
  return value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
}
