/** When something is put off to: in an hour, this evening, tomorrow morning, when the next working week begins. */
import type { WeekStart } from "../api/types";

export const LATER = ["hour", "hours", "tomorrow", "week"] as const;
export type Later = (typeof LATER)[number];

const MORNING = 9;
const FIRST: Record<WeekStart, number> = { sunday: 0, monday: 1, saturday: 6 };

export function until(later: Later, now = new Date(), week: WeekStart = "monday"): string {
  const then = new Date(now);
  if (later === "hour") then.setHours(now.getHours() + 1);
  if (later === "hours") then.setHours(now.getHours() + 4);
  if (later === "tomorrow") morning(then, 1);
  if (later === "week") morning(then, ((FIRST[week] + 7 - now.getDay()) % 7) || 7);
  return then.toISOString();
}

function morning(date: Date, days: number): void {
  date.setDate(date.getDate() + days);
  date.setHours(MORNING, 0, 0, 0);
}
