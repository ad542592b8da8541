/** Which objects can be switched off: those that people keep. What is off is not in the schema, so it is added by name. */
import type { ObjectType } from "../../api/types";

export function modulesOf(types: ObjectType[], off: string[]): string[] {
  const on = types.filter((type) => type.importable).map((type) => type.plural);
  return [...new Set([...on, ...off])].sort();
}

/** "companies" → "company": under what the texts name an object that the schema does not tell. */
export function singular(plural: string): string {
  return plural.endsWith("ies") ? `${plural.slice(0, -3)}y` : plural.replace(/s$/, "");
}
