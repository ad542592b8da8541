/** A public form and its questions, as the API keeps them. */
import type { Field, Rec } from "../../api/types";
import { words } from "../../schema/useType";

export interface Question { name: string; label?: string; type: string; required?: boolean; maps_to?: string | null; options?: string[] }
export interface Form extends Rec { name: string; fields: Question[]; active: boolean; source: string | null }

/** What a question may ask for. */
export const KINDS = ["text", "long_text", "email", "phone", "number", "choice", "boolean", "country", "date", "url"];
const OTHERS_SAY = new Set(["reference", "references", "user", "users", "json"]);
const KIND_OF: Record<string, string> = { emails: "email", phones: "phone", integer: "number", money: "number", multi_choice: "choice", instant: "date", domain: "url" };
const NAME_OF: Record<string, string> = { emails: "email", phones: "phone" };

/** A lead's fields that a stranger may fill: not whose it is, nor how far. */
export function fillable(fields: readonly Field[]): Field[] {
  return fields.filter((field) => !field.read_only && !OTHERS_SAY.has(field.type) && field.name !== "status");
}

/** What is asked, as the public page has it: the label, or the name in plain words. */
export function labelOf({ label, name }: Question): string {
  return label || words(name);
}

/** A question for a lead's field, or one of its own, with a name that is free. */
export function question(questions: readonly Question[], label: string, field?: Field): Question {
  const kind = field ? (KIND_OF[field.type] ?? field.type) : "text";
  const name = free(field ? (NAME_OF[field.name] ?? field.name) : "question", new Set(questions.map((each) => each.name)));
  const options = kind === "choice" ? { options: field?.options ?? [] } : {};
  return { name, label, type: KINDS.includes(kind) ? kind : "text", required: false, maps_to: field?.name ?? null, ...options };
}

function free(name: string, taken: ReadonlySet<string>): string {
  for (let number = 2, tried = name; ; number += 1) {
    if (!taken.has(tried)) return tried;
    tried = `${name}_${number}`;
  }
}
