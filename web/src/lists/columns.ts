/** Which columns a list has, in which order, and how wide: those of the address, of the view, those chosen before, or sensible ones. */
import { useLocalStorage } from "@mantine/hooks";
import type { Field, ObjectType } from "../api/types";
import { readable } from "../schema/useType";
import type { ListState } from "./state";

const USUAL: Record<string, string[]> = {
  lead: ["company", "status", "grade", "source", "owner_id", "response_due_at", "created_at"],
  contact: ["emails", "phones", "company_id", "lifecycle_stage", "owner_id", "updated_at"],
  company: ["domain", "industry", "employees", "owner_id", "updated_at"],
  task: ["related", "status", "priority", "due_at", "assignee_id"],
  note: ["related", "created_by", "created_at"],
  email: ["state", "created_at"],
  submission: ["state", "channel", "form_id", "lead_id", "created_at"],
  user: ["email", "active", "role_ids"],
};

/** What the first column, the record's name, already says. */
export const NAMES = new Set(["first_name", "last_name", "name", "title", "subject", "body"]);
const TITLED = new Set([...NAMES, "company", "emails"]); // of which a title may be made
const BULKY = new Set(["json", "condition"]);

export interface Columns {
  shown: Field[];
  offered: Field[];
  /** All that a row needs, the parts of its name included. */
  needed: string[];
  set: (names: string[]) => void;
  width: (name: string) => number;
  resize: (name: string, width: number) => void;
}

export function useColumns(type: ObjectType, state: ListState): Columns {
  const [chosen, choose] = useLocalStorage<string[] | null>({ key: `kith.columns.${type.plural}`, defaultValue: null, getInitialValueInEffect: false });
  const [widths, setWidths] = useLocalStorage<Record<string, number>>({ key: `kith.widths.${type.plural}`, defaultValue: {}, getInitialValueInEffect: false });
  const offered = [...readable(type), ...type.fields.filter((field) => field.name === "created_by")].filter((field) => !NAMES.has(field.name) && !BULKY.has(field.type));
  const usual = USUAL[type.name] ?? offered.slice(0, 5).map((field) => field.name);
  const names = state.columns ?? state.view?.columns?.filter((name) => !NAMES.has(name)) ?? chosen ?? usual;
  const shown = names.flatMap((name) => offered.find((field) => field.name === name) ?? []);
  return {
    shown, offered,
    needed: [...type.fields.filter((field) => TITLED.has(field.name)).map((field) => field.name), ...shown.filter((field) => !TITLED.has(field.name)).map((field) => field.name)],
    set: (next) => {
      if (state.columns || state.view) state.set({ columns: next.join(",") });
      else choose(next);
    },
    width: (name) => widths[name] ?? NARROW[name] ?? (name === NAME ? nameWidth(type) : null) ?? usualWidth(type.fields.find((field) => field.name === name)?.type ?? ""),
    resize: (name, width) => setWidths((now) => ({ ...now, [name]: Math.round(Math.min(MOST, Math.max(LEAST, width))) })),
  };
}

export const LEAST = 72;
export const MOST = 640;
export const NAME = "#name"; // the first column's key among the widths

const NAME_WIDTH = 230;

const WIDTHS: Record<string, number> = {
  choice: 130, boolean: 90, integer: 110, number: 110, money: 130, date: 120, instant: 140, emails: 220, email: 220, phones: 150,
  user: 150, country: 130, language: 120, long_text: 260, tags: 170,
};

const NARROW: Record<string, number> = { grade: 84, source: 116, domain: 180, industry: 150 };

/** A sentence is given more room than a name, where there is some. */
function nameWidth(type: ObjectType): number {
  return Math.min({ note: 420, email: 360, task: 300 }[type.name] ?? NAME_WIDTH, Math.max(NAME_WIDTH, Math.round(window.innerWidth * 0.3)));
}

function usualWidth(type: string): number {
  return WIDTHS[type] ?? 160;
}
