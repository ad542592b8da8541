/** A routing decision, as a lead keeps it and a dry run answers it. */
import type { Condition } from "../api/types";

/** One part of what a decision tells. `why` true: the rule has a condition that is too long to stand here. */
export interface Part {
  say: string;
  rule?: string;
  why?: Condition | true;
  name?: string;
  of?: number;
  code?: string;
  [figure: string]: unknown;
}

export interface Skipped { user_id?: string; name?: string; code?: string; reason?: string; held?: number; until?: string }

export interface Routing {
  rule_name?: string | null;
  pool_size?: number;
  chosen?: string | null;
  strategy?: string | null;
  attempt?: number;
  explanation?: string;
  tried?: string[];
  passed?: string[];
  skipped?: Skipped[];
  told?: Part[];
}
