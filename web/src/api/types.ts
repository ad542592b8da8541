/** The shapes that every object type shares; `/v1/schema` says the rest at run time. */

export interface Rec {
  id: string;
  type: string;
  version: number;
  created_at: string;
  updated_at: string;
  deleted_at?: string | null;
  owner_id?: string | null;
  /** What records that it names are called, by id, as far as it is known without another call. */
  titles?: Record<string, string>;
  [field: string]: unknown;
}

export interface Page<T = Rec> {
  data: T[];
  next_cursor: string | null;
  meta: { total?: number | null; kept?: boolean };
}

export interface Field {
  name: string;
  type: string;
  label: string;
  required: boolean;
  read_only: boolean;
  options: string[];
  /** The options that a create or a change may set; actions lead to the others. */
  by_hand?: string[];
  to: string | null;
  searchable: boolean;
  sortable: boolean;
  operators: string[];
  help: string;
  schema: Record<string, unknown>;
}

export interface Action {
  name: string;
  help: string;
  on_collection: boolean;
  permission: string;
  fields: Field[];
}

export type Scope = "none" | "shared" | "own" | "team" | "all";

export interface ObjectType {
  name: string;
  plural: string;
  label: string;
  label_plural: string;
  prefix: string;
  help: string;
  configuration: boolean;
  creatable: boolean;
  editable: boolean;
  importable: boolean;
  fields: Field[];
  sort_keys: string[];
  group: string | null;
  actions: Action[];
  permissions: Record<string, Scope>;
}

export interface Company {
  id: string;
  name: string;
  time_zone: string;
  language: string;
  /** Else it is only what is used where nothing better is known. */
  language_chosen: boolean;
  currency: string | null;
  country: string;
  week_start: WeekStart;
  modules_off: string[];
}

export type WeekStart = "monday" | "sunday" | "saturday";

/** Of what kind of event somebody is told, how, and which of the ways they cannot change. */
export interface Told { kind: string; bell: boolean; mail: boolean; fixed: ("bell" | "mail")[] }

export interface Me extends Rec {
  first_name: string | null;
  last_name: string | null;
  email: string;
  locale: string | null;
  time_zone: string | null;
  roles: { id: string; name: string }[];
  teams: { id: string; name: string }[];
  permissions: Record<string, Record<string, Scope>>;
  external: boolean;
  company: Company;
  colleagues: { id: string; name: string; active: boolean }[];
  unread_notifications: number;
  told_of: Told[];
  bell_off: string[] | null;
  mail_off: string[] | null;
}

export interface Link {
  id: string;
  type: string;
  title: string;
  labels: string[];
  at: string;
}

export interface Entry {
  id: string;
  at: string;
  kind: string;
  title: string;
  actor: string | null;
  summary: string;
  record: { type: string; id: string };
}

export interface Profile extends Rec {
  links?: { data: Link[]; totals: Record<string, number> };
  timeline?: Entry[];
}

export interface View extends Rec {
  name: string;
  object: string;
  filter: Condition | null;
  columns: string[] | null;
  sort: string | null;
  visibility: string;
  state: string;
}

export type Condition =
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }
  | { field: string; op: string; value?: unknown };
