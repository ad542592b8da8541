/** How fast leads were answered: how many within which time, the middle one, and how many in time. */
import type { Rec } from "../api/types";

export const LIMITS = [15, 60, 240, 1440]; // minutes

export interface Answers { bins: number[]; median: number | null; inTime: number | null; count: number }

export function answersOf(leads: Rec[]): Answers {
  const minutes = leads.flatMap((lead) => {
    const [begun, answered] = [time(lead.assigned_at ?? lead.created_at), time(lead.first_touched_at)];
    return begun !== null && answered !== null ? [Math.max(0, (answered - begun) / 60_000)] : [];
  }).sort((a, b) => a - b);
  const bins = Array.from({ length: LIMITS.length + 1 }, () => 0);
  for (const each of minutes) {
    const place = LIMITS.findIndex((limit) => each <= limit);
    const bin = place < 0 ? LIMITS.length : place;
    bins[bin] = (bins[bin] ?? 0) + 1;
  }
  const due = leads.flatMap((lead) => {
    const [answered, until] = [time(lead.first_touched_at), time(lead.response_due_at)];
    return answered !== null && until !== null ? [answered <= until] : [];
  });
  const half = minutes.length / 2;
  const median = minutes.length ? ((minutes[Math.ceil(half) - 1] ?? 0) + (minutes[Math.floor(half)] ?? 0)) / 2 : null;
  return { bins, median, inTime: due.length ? due.filter(Boolean).length / due.length : null, count: minutes.length };
}

function time(value: unknown): number | null {
  return typeof value === "string" ? new Date(value).getTime() : null;
}
