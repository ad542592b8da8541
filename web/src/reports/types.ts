/** A report and its numbers, as the API tells them. */
import type { Condition, Rec } from "../api/types";

export type Bucket = "day" | "week" | "month" | "quarter" | "year";

export interface Report extends Rec {
  name: string;
  object: string;
  filter: Condition | null;
  group_by: string[] | null;
  bucket_field: string | null;
  bucket: Bucket | null;
  sums: string[] | null;
  time_zone: string;
  visibility: string;
}

export interface Row { bucket: string | null; groups: Record<string, string | null>; count: number; sums: Record<string, unknown> }

export interface Numbers {
  state: "ready" | "building";
  building: { done?: number; rows?: number } | null;
  rows: Row[];
  total: { count: number; sums: Record<string, unknown> } | null;
  labels: Record<string, Record<string, string>>;
  truncated: boolean;
}

/** What a picture is made of: one bar, cut into parts. */
export interface Part { key: string | null; count: number }
export interface Bar { key: string | null; count: number; parts: Part[] }
