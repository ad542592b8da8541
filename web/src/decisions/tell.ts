/** A decision from its parts, in the reader's language. */
import type { Condition } from "../api/types";
import type { Part, Routing, Skipped } from "./types";

export type Words = (key: string, values?: Record<string, unknown>) => string;

export interface Told { explanation: string; tried: string[] }

const TRIED = new Set(["unmatched", "empty", "exhausted"]);
const AIMLESS = new Set(["nobody", "no_rule", "known"]);

/** Null where a decision was kept without parts: then its English sentences are all there is. */
export function tell(routing: Routing, t: Words, clause: (condition: Condition) => string): Told | null {
  if (!routing.told?.length) return null;
  const said = (part: Part) => sentence(part, t, clause);
  const attempt = (routing.attempt ?? 1) > 1 ? [t("told.attempt", { count: routing.attempt })] : [];
  return {
    explanation: [...attempt, ...routing.told.filter((part) => part.say !== "unmatched").map(said)].join(" "),
    tried: routing.told.filter((part) => TRIED.has(part.say)).map(said),
  };
}

function sentence(part: Part, t: Words, clause: (condition: Condition) => string): string {
  const why = part.why && part.why !== true ? clause(part.why) : "";
  if (part.say === "unmatched") return t(why ? "told.unmatched_as" : "told.unmatched", { ...part, why });
  if (part.say === "known_but") return t("told.known_but", { ...part, reason: reason(part, t) });
  if (AIMLESS.has(part.say)) return t(`told.${part.say}`, part);
  const matched = t(why ? "told.matched_as" : part.why ? "told.matched" : "told.takes_all", { ...part, why });
  return t(`told.${part.say}`, { ...part, matched });
}

/** Who was passed over, by the reason that they share, each where its first one stood. */
export function alike(skipped: Skipped[], reason: (each: Skipped) => string): [string, Skipped[]][] {
  const found = new Map<string, Skipped[]>();
  for (const each of skipped) found.set(reason(each), [...(found.get(reason(each)) ?? []), each]);
  return [...found];
}

/** Why somebody was passed over; the API's own words for a code that is new here. */
export function reason(skipped: Skipped, t: Words): string {
  const code = skipped.code ?? "";
  const form = skipped.until ? `${code}_until` : skipped.held === undefined ? code : `${code}_of`;
  return t(`skipped.${form}`, { ...skipped, defaultValue: skipped.reason ?? code });
}
