import { expect, test } from "vitest";
import { type Scored, scoreOf } from "./points";

const rule = (points: number, kind = "fit", cap: number | null = null): Scored => ({ id: String(points), name: "", points, kind, cap });

test("fit counts once, engagement for each submission, up to its cap", () => {
  expect(scoreOf([rule(20), rule(10, "engagement", 30)], 5)).toMatchObject({ fit: 20, engagement: 30, total: 50, grade: "B" });
});

test("nothing falls below 0 or rises above 100", () => {
  expect(scoreOf([rule(-50), rule(90, "engagement")], 2)).toMatchObject({ fit: 0, engagement: 100, total: 100, grade: "A" });
});

test("no rule, no points", () => expect(scoreOf([], 1)).toMatchObject({ total: 0, grade: "D", counted: [] }));
