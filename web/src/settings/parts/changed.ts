/** What a form changed: only that is sent, so that others' changes of other fields stand. */
type Values = Record<string, unknown>;

export function changed(before: Values, after: Values, fields: readonly string[]): Values {
  return Object.fromEntries(fields.filter((name) => !same(before[name], after[name])).map((name) => [name, after[name] ?? null]));
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
}
