/** Teams in the order of their tree, with how deep each stands. */
interface Team { id: string; parent_id?: unknown }

export function inTree<T extends Team>(teams: readonly T[]): { team: T; depth: number }[] {
  const known = new Set(teams.map((each) => each.id));
  const seen = new Set<string>();
  const below = (parent: string | null, depth: number): { team: T; depth: number }[] =>
    teams.filter((each) => !seen.has(each.id) && ((each.parent_id as string | null) ?? null) === parent).flatMap((team) => {
      seen.add(team.id);
      return [{ team, depth }, ...below(team.id, depth + 1)];
    });
  const roots = below(null, 0);
  const others = teams.filter((each) => !seen.has(each.id) && !known.has(String(each.parent_id))).flatMap((team) => {
    seen.add(team.id);
    return [{ team, depth: 0 }, ...below(team.id, 1)];
  });
  return [...roots, ...others];
}
