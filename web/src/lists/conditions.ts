/** A filter as a person edits it: groups of lines of which all, any or none hold, as deep as the API allows. */
import type { Condition } from "../api/types";

export interface Line { field: string; op: string; value: unknown }
export type Join = "all" | "any" | "none";
export interface Group { join: Join; parts: Part[] }
export type Part = Line | Group;

/** The API's own bounds. */
export const DEPTH = 5;
export const NODES = 30;

export const BLANK: Line = { field: "", op: "", value: null };

export const isGroup = (part: Part): part is Group => "join" in part;

/** The filter that an address carries; what is none by its form asks nothing. */
export function filterOf(text: string | null): Condition | null {
  try {
    const read: unknown = text ? JSON.parse(text) : null;
    return sound(read, 0) ? read : null;
  } catch {
    return null;
  }
}

const DEEPEST = 4 * DEPTH; // a filter that is only too deep for the API is refused by it, in words

function sound(part: unknown, depth: number): part is Condition {
  if (typeof part !== "object" || part === null || Array.isArray(part) || depth > DEEPEST) return false;
  const { all, any, not, field, op } = part as Record<string, unknown>;
  for (const [name, parts] of [["all", all], ["any", any]] as const) {
    if (name in part) return Array.isArray(parts) && parts.every((each) => sound(each, depth + 1));
  }
  if ("not" in part) return sound(not, depth + 1);
  return typeof field === "string" && typeof op === "string";
}

/** A condition as a group of parts; a single comparison is a group of one. */
export function groupOf(condition: Condition | null): Group {
  if (!condition) return { join: "all", parts: [] };
  const part = partOf(condition);
  return isGroup(part) ? part : { join: "all", parts: [part] };
}

function partOf(condition: Condition): Part {
  if ("all" in condition) return { join: "all", parts: condition.all.map(partOf) };
  if ("any" in condition) return { join: "any", parts: condition.any.map(partOf) };
  if ("not" in condition) return { join: "none", parts: "any" in condition.not ? condition.not.any.map(partOf) : [partOf(condition.not)] };
  return { field: condition.field, op: condition.op, value: condition.value ?? null };
}

/** `{"my_teams": true}`: the teams of whoever reads. */
export function isMyTeams(value: unknown): boolean {
  return typeof value === "object" && value !== null && "my_teams" in value;
}

/** Nothing for what is not filled in yet. */
export function conditionOf(part: Part): Condition | null {
  if (!isGroup(part)) return leafOf(part);
  const parts = part.parts.flatMap((each) => conditionOf(each) ?? []);
  const [first] = parts;
  if (!first) return null;
  const joined: Condition = parts.length === 1 ? first : part.join === "all" ? { all: parts } : { any: parts };
  return part.join === "none" ? { not: joined } : joined;
}

function leafOf({ field, op, value }: Line): Condition | null {
  if (!field || !op) return null;
  if (op === "empty") return { field, op, value: value !== false };
  return filled(value) ? { field, op, value } : null;
}

function filled(value: unknown): boolean {
  return value !== null && value !== undefined && value !== "" && !(Array.isArray(value) && value.length === 0);
}

/** How many comparisons a filter makes. */
export function countOf(condition: Condition | null): number {
  if (!condition) return 0;
  if ("all" in condition) return condition.all.reduce((sum, each) => sum + countOf(each), 0);
  if ("any" in condition) return condition.any.reduce((sum, each) => sum + countOf(each), 0);
  return "not" in condition ? countOf(condition.not) : 1;
}

/** Both at once. */
export function both(one: Condition | null, other: Condition | null): Condition | null {
  return one && other ? { all: [one, other] } : (one ?? other);
}
