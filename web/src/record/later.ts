/** When something is put off to: in an hour, this evening, tomorrow morning, when the next working week begins. */
import type { WeekStart } from "../api/types";
import { toInstant, toLocal } from "../values/zone";

export const LATER = ["hour", "hours", "tomorrow", "week"] as const;
export type Later = (typeof LATER)[number];

const MORNING = "09:00";
const FIRST: Record<WeekStart, number> = { sunday: 0, monday: 1, saturday: 6 };

const HOURS = { hour: 1, hours: 4 };

/** Days and mornings are those of the person's zone. */
export function until(later: Later, now = new Date(), week: WeekStart = "monday", zone?: string): string {
  if (later === "hour" || later === "hours") return new Date(now.getTime() + HOURS[later] * 3_600_000).toISOString();
  const day = new Date(`${toLocal(now.toISOString(), zone).slice(0, 10)}T00:00Z`);
  day.setUTCDate(day.getUTCDate() + (later === "tomorrow" ? 1 : ((FIRST[week] + 7 - day.getUTCDay()) % 7) || 7));
  return toInstant(`${day.toISOString().slice(0, 10)}T${MORNING}`, zone);
}
