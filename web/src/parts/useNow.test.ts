import { act, cleanup, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { useNow } from "./useNow";

const NOON = Date.UTC(2026, 10, 22, 12);

beforeEach(() => vi.useFakeTimers({ now: NOON }));
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

test("after minutes without a clock on the page it starts with the time as it is", () => {
  renderHook(useNow).unmount();
  vi.setSystemTime(NOON + 7 * 60_000);
  expect(renderHook(useNow).result.current).toBe(NOON + 7 * 60_000);
});

test("it moves on by itself, for all alike", () => {
  const [one, other] = [renderHook(useNow), renderHook(useNow)];
  act(() => void vi.advanceTimersByTime(15_000));
  expect([one.result.current, other.result.current]).toEqual([NOON + 15_000, NOON + 15_000]);
});

test("who comes back to the page sees the time at once", () => {
  const { result } = renderHook(useNow);
  vi.setSystemTime(NOON + 3 * 60_000);
  act(() => void document.dispatchEvent(new Event("visibilitychange")));
  expect(result.current).toBe(NOON + 3 * 60_000);
});
