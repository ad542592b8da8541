/** Cleaning rules, what they would do and what a run did, as the API tells them. */
import type { Condition, Rec } from "../../api/types";

export type Schedule = "off" | "daily" | "weekly";
export interface CleaningRule extends Rec {
  name: string; object: string; kind: string; condition: Condition | null; tag: string | null; days: number | null; schedule: Schedule; active: boolean;
  next_run_at: string | null; last_run_at: string | null; last_job_id: string | null;
}

/** What happens to one record: values before and after, or it is deleted. */
export interface Change { id: string; title?: string; before?: Record<string, unknown>; after?: Record<string, unknown>; deleted: boolean }

/** `estimate` is null where the reader may not be told how many records there are. */
export interface Preview { examined: number; would_change: number; complete: boolean; records: Change[]; estimate: number | null }

export interface Told { id: string; state: string; done: number | null; failed: number | null; created_at: string; message: string | null }
/** `undone`: the job that took the run back. */
export interface Report { job: Told; undone: Told | null; records: Change[]; next: number | null }

export interface Failure { id: string; message: string }
export interface CleaningJob extends Rec { state: string; done: number | null; failed: number | null; result?: { errors?: Failure[]; kept?: Failure[] } | null }
