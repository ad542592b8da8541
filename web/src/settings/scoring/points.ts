/** What rules give a lead together: docs/leads.md says how fit, engagement and their sum are bounded. */
export interface Scored { id: string; name: string; points: number; kind: string; cap: number | null }
export interface Score { total: number; fit: number; engagement: number; grade: string; counted: { id: string; name: string; points: number }[] }

const GRADES = [[75, "A"], [50, "B"], [25, "C"]] as const;

export function scoreOf(holding: readonly Scored[], submissions: number): Score {
  const counted = holding.map((rule) => ({ ...rule, points: pointsOf(rule, submissions) }));
  const sum = (kind: string) => within(counted.filter((each) => (each.kind === "fit") === (kind === "fit")).reduce((all, each) => all + each.points, 0));
  const [fit, engagement] = [sum("fit"), sum("engagement")];
  const total = within(fit + engagement);
  return { total, fit, engagement, grade: GRADES.find(([least]) => total >= least)?.[1] ?? "D", counted };
}

function pointsOf(rule: Scored, submissions: number): number {
  const points = rule.points * (rule.kind === "fit" ? 1 : Math.max(1, submissions));
  return rule.cap === null ? points : Math.max(-rule.cap, Math.min(rule.cap, points));
}

function within(points: number): number {
  return Math.max(0, Math.min(100, points));
}
