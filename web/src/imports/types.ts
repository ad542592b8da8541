/** An import as the API tells it. */
import type { Rec } from "../api/types";

export type Mapping = Record<string, string>;

export interface Import extends Rec {
  object: string;
  mode: "create" | "update" | "upsert";
  key: string | null;
  file_name: string | null;
  options: Record<string, unknown> | null;
  mapping: Mapping | null;
  state: "waiting" | "previewed" | "queued" | "running" | "done" | "cancelled" | "failed" | "reverting" | "reverted";
  rows: number; done: number; created: number; updated: number; skipped: number; failed: number; warned: number;
  reverted: number; kept: number; reverted_beside: number; kept_beside: number;
  message: string | null;
  notes: string[] | null;
  started_at: string | null;
  finished_at: string | null;
  errors_url: string | null;
  warnings_url: string | null;
  report_url: string | null;
}

export interface Upload { url: string; fields: Record<string, string> }

export interface Wrong { column: string | null; field: string; code: string; message: string }

/** `same_as`: the first row above that means the same record. */
export interface TriedRow { row: number; values: Record<string, unknown>; errors: Wrong[]; warnings?: Wrong[]; outcome?: "created" | "updated" | "skipped" | "failed"; same_as?: number | null }

/** What would become of the first rows of the file; of more of them than are shown. */
export interface Tried { rows: number; created: number; updated: number; skipped: number; failed: number; warned: number }

export interface Preview {
  columns: string[];
  mapping: Mapping;
  total: number;
  estimated: boolean;
  tried: Tried | null; // nothing while the mapping lacks something
  rows: TriedRow[];
  fields: string[];
  errors: { field: string; code: string; message: string }[]; // what the mapping still lacks
}

export const BUSY = new Set(["queued", "running", "reverting"]);
export const OPEN = new Set(["waiting", "previewed"]);
