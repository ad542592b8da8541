/** The account of an object's data as the API tells it, and what the page says of it. */

export interface Problem { problem: string; field: string; label: string; records: number; link: string }

/** `records` and `completeness` (0 to 100) are null where the reader may not be told the whole. */
export interface Account { object: string; state: "ready" | "building"; records: number | null; completeness: number | null; truncated: boolean; problems: Problem[] }

export interface Parts { missing: Problem[]; wrong: Problem[]; stale: Problem | undefined }

/** What some records have, by how it is put right; what most have stands first. */
export function partsOf({ problems }: Account): Parts {
  const found = problems.filter((each) => each.records > 0).sort((one, other) => other.records - one.records);
  return {
    missing: found.filter(({ problem }) => problem.startsWith("missing_")),
    wrong: found.filter(({ problem }) => !problem.startsWith("missing_") && problem !== "stale"),
    stale: found.find(({ problem }) => problem === "stale"),
  };
}

/** What part of the records has it, 0 to 1; null where nobody knows how many there are. */
export function partOf(many: number, records: number | null): number | null {
  return records ? Math.min(1, many / records) : null;
}

/** What is nearly all is not told as all, nor what is hardly any as none. */
export function percent(part: number): number {
  return part > 0 && part < 1 ? Math.min(99, Math.max(1, Math.round(part * 100))) : Math.round(part * 100);
}

/** The screen that shows exactly the records that the API's link leads to: a filtered list, or a page of this room. */
export function addressOf(account: Account, { problem, link }: Problem): string {
  return link.startsWith("/v1/quality/") ? `/quality/${account.object}/${problem}` : link.replace(/^\/v1/, "");
}
