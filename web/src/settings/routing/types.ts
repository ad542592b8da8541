/** A routing rule and its answer, as the API gives them. */
import type { Condition, Rec } from "../../api/types";
import type { Routing, Skipped } from "../../decisions/types";

export interface Pool { user_ids?: string[]; team_ids?: string[]; condition?: Condition | null }

export interface RoutingRule extends Rec {
  name: string;
  position: number;
  condition: Condition | null;
  pool: Pool;
  strategy: "round_robin" | "weighted" | "least_loaded";
  weights: Record<string, number> | null;
  response_minutes: number | null;
  task: { subject: string; due_minutes?: number } | null;
  active: boolean;
}

export interface Decision extends Routing {
  rule_id: string | null;
  skipped: Skipped[];
  explanation: string;
}
