/** What a role grants, read and changed: an object that it names is judged by that entry alone, others by `*`. */
import type { Scope } from "../../api/types";

export type Grants = Record<string, Record<string, Scope>>;
export type FieldRules = Record<string, Record<string, "none" | "read" | "write">>;

export const ACTIONS = ["read", "create", "update", "delete", "assign", "import", "export"] as const;
export type ActionName = (typeof ACTIONS)[number];

export function scopeOf(grants: Grants, objects: string, action: string): Scope {
  const actions = grants[objects] ?? grants["*"] ?? {};
  return actions[action] ?? actions["*"] ?? "none";
}

/** The scope that a whole row has, or "" where it differs from action to action. */
export function rowOf(grants: Grants, objects: string): Scope | "" {
  const [first, ...others] = ACTIONS.map((action) => scopeOf(grants, objects, action));
  return others.every((each) => each === first) ? (first ?? "none") : "";
}

export function withScope(grants: Grants, objects: string, action: ActionName | "*", scope: Scope): Grants {
  const row = Object.fromEntries(ACTIONS.map((each) => [each, action === "*" || action === each ? scope : scopeOf(grants, objects, each)])) as Record<string, Scope>;
  const same = rowOf({ [objects]: row }, objects);
  return { ...grants, [objects]: same ? { "*": same } : row };
}

/** Which scopes an action can have; sharing one record allows reading and updating. */
export function scopesOf(action: string, external: boolean): Scope[] {
  const shareable = action === "read" || action === "update";
  if (external) return shareable ? ["none", "shared"] : ["none"];
  return shareable ? ["none", "shared", "own", "team", "all"] : ["none", "own", "team", "all"];
}

export function withRule(rules: FieldRules, objects: string, field: string, rule: "none" | "read" | null): FieldRules {
  const others = Object.entries(rules[objects] ?? {}).filter(([name]) => name !== field);
  const fields = Object.fromEntries(rule ? [...others, [field, rule] as const] : others);
  const rest = Object.fromEntries(Object.entries(rules).filter(([name]) => name !== objects));
  return Object.keys(fields).length ? { ...rest, [objects]: fields } : rest;
}

const MINE: Grants = {
  notifications: { read: "own", update: "own" }, jobs: { read: "own" }, sign_ins: { read: "own" }, imports: { read: "own", update: "own" }, exports: { read: "own", update: "own" },
};

/** What a new role begins with: to see all records, and what is one's own. Nothing is granted by `*`, which would reach audit and privacy too. */
export function beginning(records: readonly string[]): Grants {
  return { ...Object.fromEntries(records.map((objects) => [objects, { read: "all" as const }])), ...MINE };
}
