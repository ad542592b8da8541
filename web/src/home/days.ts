/** When a task is due, in the words of a morning: overdue, today, tomorrow, this week, later, some time. */
import type { Rec } from "../api/types";
import { zoneOf } from "../values/zone";

export const DAYS = ["overdue", "today", "tomorrow", "week", "later", "some"] as const;
export type Day = (typeof DAYS)[number];

const DAY = 86_400_000;

export function dayOf(due: string | null, now: number, timeZone?: string): Day {
  if (!due) return "some";
  const then = new Date(due).getTime();
  if (then < now) return "overdue";
  const key = new Intl.DateTimeFormat("en-CA", { timeZone: zoneOf(timeZone) });
  const is = (time: number) => key.format(then) === key.format(time);
  if (is(now)) return "today";
  if (is(now + DAY)) return "tomorrow";
  return then < now + 7 * DAY ? "week" : "later";
}

export function byDay(tasks: Rec[], now: number, timeZone?: string): [Day, Rec[]][] {
  const found = Map.groupBy(tasks, (task) => dayOf(task.due_at as string | null, now, timeZone));
  return DAYS.flatMap((day) => {
    const some = found.get(day);
    return some ? [[day, some] as [Day, Rec[]]] : [];
  });
}
