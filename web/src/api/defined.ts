/**
 * Fields that this tab has defined a moment ago. The API is many processes, and each trusts what it read of the company's set-up
 * for half a minute: one that does not know of a field yet is asked again until it does.
 */
import { path } from "./path";
import type { Problem } from "./problem";
import type { ObjectType, Rec } from "./types";

interface Defined { object: string; name: string; label: unknown; options: unknown; at: number }

const KEY = "kith.defined"; // in the tab's storage: the page may be loaded anew
const LATELY = 35_000;
export const AGAIN = 1_000; // milliseconds until the next question

export function defined(field: Rec): void {
  const { object, name, label, options } = field as Rec & Pick<Defined, "object" | "name" | "label" | "options">;
  const others = lately().filter((each) => each.object !== object || each.name !== name);
  sessionStorage.setItem(KEY, JSON.stringify([...others, { object, name, label, options, at: Date.now() }]));
}

export function forget(): void {
  sessionStorage.removeItem(KEY);
}

/** Whether a schema is from before what was defined here. */
export function isBehind(types: ObjectType[] | undefined): boolean {
  return types !== undefined && lately().some((wanted) => {
    const found = types.find((type) => type.plural === wanted.object)?.fields.find((field) => field.name === wanted.name);
    return !found || (typeof wanted.label === "string" && found.label !== wanted.label)
      || (Array.isArray(wanted.options) && wanted.options.join() !== found.options.join());
  });
}

/** Whether a call was refused for nothing but a field that its process does not know yet. */
export function isUnheardOf(asked: string, problem: Problem): boolean {
  const wrong = problem.body.errors ?? [];
  const names = lately().filter((each) => asked.startsWith(path`v1/${each.object}`)).map((each) => each.name);
  return problem.status === 422 && wrong.length > 0
    && wrong.every(({ field, code, message }) => code === "unknown_field" && names.some((name) => field === name || message.includes(name)));
}

function lately(): Defined[] {
  const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "[]") as Defined[];
  return kept.filter((each) => each.at > Date.now() - LATELY);
}
