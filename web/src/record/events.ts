/** What an event's title says: titles are made of a kind's few forms, which stand in `events.json` as the API writes them. */
import forms from "./events.json";

export interface Said { key: string; values: Record<string, string> }

const FORMS = forms.map(([kind = "", key = "", form = ""]) => ({ kind, key, form: new RegExp(`^${pattern(form)}$`, "su") }));

function pattern(form: string): string {
  return form.split(/\{(\w+)\}/).map((part, place) => (place % 2 ? `(?<${part}>.*)` : part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))).join("");
}

/** Null for a title that is written in another way. */
export function said(kind: string, title: string): Said | null {
  for (const each of FORMS) {
    const found = each.kind === kind ? each.form.exec(title) : null;
    if (found) return { key: each.key, values: { ...found.groups } };
  }
  return null;
}
