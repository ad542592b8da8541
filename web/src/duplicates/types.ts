/** A pair of records that may mean the same. */
import type { Rec } from "../api/types";

export interface Reason { field: string; label: string; similarity: number; weight: number }

export interface Pair extends Rec {
  object: string;
  a_id: string;
  b_id: string;
  a_title: string;
  b_title: string;
  score: number;
  reasons: Reason[];
  state: "open" | "merged" | "dismissed" | "stale";
}
