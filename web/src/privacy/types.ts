/** What `/v1/{contacts, leads}/{id}/consents` answers; a role may hide fields of it. */
import type { Rec } from "../api/types";

export interface State { purpose: string; status: string; at: string; source?: string | null; expires_at?: string | null; consent_id: string }

export interface Consent extends Rec { purpose?: string; status?: string; at?: string; source?: string | null; proof?: string | null; expires_at?: string | null; lead_id?: string | null }

export interface Told { data: Partial<State>[]; history: Consent[] }

/** One line of what there is about a person; no title where the record itself is not theirs to read. */
export interface Line { id: string; type: string; title: string | null; created_at: string; deleted_at: string | null; merged_into: string | null }

/** What `/v1/privacy/find` answers. */
export interface Found { people: Line[]; related: Line[]; more: boolean }

/** How many records, by the name of their type. */
export type Counts = Record<string, number>;

/** What an erasure would do. */
export interface Preview { people: Line[]; erased: Counts; cleaned: Counts; more: boolean }

/** The receipt of an erasure. */
export interface Erasure extends Rec {
  state: "running" | "done";
  job_id: string;
  reason: string;
  counts: { erased: Counts; cleaned: Counts; files: number } | null;
  left: string[] | null;
  elsewhere: { what: string; until: string }[] | null;
  finished_at: string | null;
}

/** An export of a person, with its link once it is done. */
export interface Archive { id: string; state: string; records: number | null; files: number | null; left_out: number | null; download_url: string | null }
