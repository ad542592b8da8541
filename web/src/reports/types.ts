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
  averages?: string[] | null;
  time_zone: string;
  visibility: string;
}

/** Over the records that have a value; of money there is one for each currency instead, which no picture shows. */
export interface Mean { sum: number; count: number; average?: number | null }
export interface Numbered { count: number; sums: Record<string, unknown>; averages?: Record<string, Mean> }
export interface Row extends Numbered { bucket: string | null; groups: Record<string, string | null> }

export interface Numbers {
  state: "ready" | "building";
  building: { done?: number; rows?: number } | null;
  rows: Row[];
  total: Numbered | null;
  labels: Record<string, Record<string, string>>;
  truncated: boolean;
}

/** What a picture is made of: one bar, cut into parts. */
export interface Part { key: string | null; count: number }
export interface Bar { key: string | null; count: number; parts: Part[] }
