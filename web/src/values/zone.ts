/** A time zone as this browser knows it: the API's list is longer, and what is unknown here is shown in UTC. */

const known = new Map<string, string>();

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
