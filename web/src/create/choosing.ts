/** Two sets of values side by side: what differs, what is taken, what is united. */
import type { Field, Me, ObjectType, Rec } from "../api/types";
import { reaches } from "../schema/useMay";
import { editable } from "../schema/useType";

export type Side = "left" | "right";
export type Values = Record<string, unknown>;

const UNITED = new Set(["emails", "phones", "tags", "multi_choice", "references", "users"]);
const NOT_CHOSEN = new Set(["json", "condition"]);

export function blank(value: unknown): boolean {
  return value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
}

/** Fields in which the two say something different. */
export function differing(type: ObjectType, left: Values, right: Values): Field[] {
  return editable(type).filter((field) => !NOT_CHOSEN.has(field.type) && !blank(right[field.name]) && !same(left[field.name], right[field.name]));
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(bare(one)) === JSON.stringify(bare(other));
}

/** Lists of addresses by their values alone. */
function bare(value: unknown): unknown {
  return Array.isArray(value) ? value.map((each) => key(each)).sort() : value;
}

function key(value: unknown): string {
  return typeof value === "object" && value !== null && "value" in value ? String(value.value).toLowerCase() : String(value);
}

export function united(field: Field): boolean {
  return UNITED.has(field.type);
}

/** A gap is filled from the other; else what stands here stays. */
export function usual(fields: Field[], left: Values): Record<string, Side> {
  return Object.fromEntries(fields.map((field) => [field.name, blank(left[field.name]) ? "right" : "left"]));
}

/** What must be written into the left one so that it has what was chosen. */
export function patch(fields: Field[], left: Values, right: Values, chosen: Record<string, Side>): Values {
  const found: Values = {};
  for (const field of fields) {
    if (united(field)) found[field.name] = union(left[field.name], right[field.name]);
    else if (chosen[field.name] === "right") found[field.name] = right[field.name];
  }
  return found;
}

function union(left: unknown, right: unknown): unknown[] {
  const [mine, theirs] = [(left as unknown[] | null) ?? [], (right as unknown[] | null) ?? []];
  const known = new Set(mine.map(key));
  return [...mine, ...theirs.filter((each) => !known.has(key(each)))];
}

export interface Obstacle { record: Rec; may_not: "change" | "delete" }

/** What stands in the way of a merge: it changes both records and deletes the one that does not stay. */
export function obstacle(type: ObjectType, stays: Rec, goes: Rec, me: Me | undefined): Obstacle | null {
  const locked = [stays, goes].find((record) => !reaches(type, "update", record, me));
  if (locked) return { record: locked, may_not: "change" };
  return reaches(type, "delete", goes, me) ? null : { record: goes, may_not: "delete" };
}
