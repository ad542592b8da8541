import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { client } from "../api/queries";
import type { Field } from "../api/types";
import { FilterValue } from "./FilterValue";

const team = { name: "team_id", type: "reference", label: "Team", help: "", options: [], schema: {} } as unknown as Field;
vi.mock("../api/http", () => ({ ask: () => new Promise(() => undefined) }));

function shown(value: unknown, op = "in") {
  const change = vi.fn();
  render(<QueryClientProvider client={client}><MantineProvider><FilterValue field={team} line={{ field: "team_id", op, value }} change={change} /></MantineProvider></QueryClientProvider>);
  return change;
}

beforeAll(() => {
  vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: () => undefined, removeEventListener: () => undefined }));
  vi.stubGlobal("ResizeObserver", class { observe() {} unobserve() {} disconnect() {} });
});
afterEach(cleanup);

test.each(["in", "eq"])("my teams are one fixed choice that can be taken back: %s", (op) => {
  const change = shown({ my_teams: true }, op);
  fireEvent.click(screen.getByRole("button", { pressed: true }));
  expect(change).toHaveBeenCalledWith(null);
});

test.each([5, "text", { a: 1 }, null, true])("what is no list counts as an empty one: %s", (value) => {
  shown(value);
  expect(screen.getByRole("combobox")).toBeDefined();
  expect(document.querySelector(".mantine-Pill-root")).toBeNull();
});

test("a list shows what is in it", () => {
  shown(["tea_1", "tea_2"]);
  expect(document.querySelectorAll(".mantine-Pill-root")).toHaveLength(2);
});
