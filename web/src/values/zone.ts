/** A time zone as this browser knows it: the API's list is longer, and what is unknown here is shown in UTC. */
import type { Me } from "../api/types";

const known = new Map<string, string>();

/** A person's own zone, else the company's. */
export function ownZone(me: Me | undefined): string | undefined {
  return me?.time_zone ?? me?.company.time_zone;
}

/** Nothing given is the device's own zone. */
export function zoneOf(name: string | null | undefined): string | undefined {
  if (!name) return undefined;
  const found = known.get(name) ?? tried(name);
  known.set(name, found);
  return found;
}

function tried(name: string): string {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return name;
  } catch {
    return "UTC";
  }
}
