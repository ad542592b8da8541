import { act, cleanup, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Relative } from "./Relative";

vi.mock("../api/queries", () => ({ useMe: () => ({ data: undefined }) }));

const NOON = Date.UTC(2026, 10, 22, 12);
const at = (seconds: number) => new Date(NOON + seconds * 1000).toISOString();

beforeEach(() => vi.useFakeTimers({ now: NOON }));
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

test("it moves on while one looks", () => {
  render(<Relative at={at(-21)} />);
  expect(screen.getByText("21 seconds ago")).toBeDefined();
  act(() => void vi.advanceTimersByTime(60_000));
  expect(screen.getByText("1 minute ago")).toBeDefined();
});

test("what was made since the last tick is not to come", () => {
  render(<Relative at={at(-1)} />);
  act(() => void vi.advanceTimersByTime(20_000));
  render(<Relative at={at(18)} />);
  expect(screen.getByText("2 seconds ago")).toBeDefined();
});
