import { act, cleanup, renderHook } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import type { Condition, Rec } from "../api/types";
import { exported, target } from "./bulk";
import type { ListState } from "./state";
import { useSelection } from "./useSelection";

const open: Condition = { field: "status", op: "eq", value: "open" };
const records = ["led_1", "led_2"].map((id) => ({ id }) as Rec);
const stateOf = (viewId: string, asked: Condition | null = null) => ({ viewId, view: undefined, asked }) as ListState;

function chosenAll(state: ListState) {
  const hook = renderHook((now: ListState) => useSelection(records, now, 60, true), { initialProps: state });
  act(() => hook.result.current.choose(new Set(["led_1", "led_2"])));
  act(() => hook.result.current.offerAll?.());
  return hook;
}

afterEach(cleanup);

test("all of a view that is not known here are still only that view's", () => {
  const { which } = chosenAll(stateOf("viw_1")).result.current;
  expect(which && target(which)).toEqual({ view: "viw_1" });
  expect(which && exported(which)).toEqual({ view: "viw_1" });
});

test("all without a view are asked for knowingly", () => {
  const { which } = chosenAll(stateOf("")).result.current;
  expect(which && target(which)).toEqual({ filter: {} });
});

test.each([["another view", stateOf("viw_2")], ["no view", stateOf("")], ["a filter", stateOf("viw_1", open)]])("what is chosen ends with %s, and does not come back", (_name, next) => {
  const { result, rerender } = chosenAll(stateOf("viw_1"));
  rerender(next);
  expect([result.current.which, result.current.chosen.size]).toEqual([null, 0]);
  rerender(stateOf("viw_1"));
  expect([result.current.which, result.current.chosen.size]).toEqual([null, 0]);
});

test("the same list keeps what is chosen", () => {
  const { result, rerender } = chosenAll(stateOf("viw_1", open));
  rerender(stateOf("viw_1", { ...open }));
  expect(result.current.which).toEqual({ filter: open, view: "viw_1" });
});
