/** Which cell of a previewed row each error belongs to. */
import type { Preview, TriedRow, Wrong } from "./types";

/** What one column becomes two fields of. */
const PARTS: Record<string, string[]> = { full_name: ["first_name", "last_name"] };

interface Cell { errors: Wrong[]; warnings: Wrong[] }

/** The fields that the file fills, each once, in the order of the file's columns. */
export function columnsOf(preview: Preview): string[] {
  const filled = preview.columns.flatMap((column) => PARTS[preview.mapping[column] ?? ""] ?? preview.mapping[column]?.split(".")[0] ?? []);
  const made = preview.rows.flatMap((row) => Object.keys(row.values));
  const found = new Set([...filled, ...made].filter((name) => made.includes(name) || !preview.rows.length));
  return [...found];
}

export function cellsOf(row: TriedRow, columns: string[]): { byColumn: Record<string, Cell>; others: Wrong[] } {
  const byColumn: Record<string, Cell> = {};
  const others: Wrong[] = [];
  const put = (wrong: Wrong, kind: keyof Cell) => {
    const name = wrong.field.split(/[.[]/)[0] ?? "";
    if (!columns.includes(name)) return void others.push(wrong);
    const cell = (byColumn[name] ??= { errors: [], warnings: [] });
    if (!cell[kind].some((each) => each.message === wrong.message)) cell[kind].push(wrong); // of five wrong numbers it is said once
  };
  row.errors.forEach((each) => put(each, "errors"));
  row.warnings?.forEach((each) => put(each, "warnings"));
  return { byColumn, others };
}
