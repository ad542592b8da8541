import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { client } from "../api/queries";
import type { Field } from "../api/types";
import { FilterValue } from "./FilterValue";

const team = { name: "team_id", type: "reference", label: "Team", help: "", options: [], schema: {} } as unknown as Field;
vi.mock("../api/http", () => ({ ask: () => new Promise(() => undefined) }));

function shown(value: unknown, op = "in", field = team) {
  const change = vi.fn();
  render(<QueryClientProvider client={client}><MantineProvider><FilterValue field={field} line={{ field: field.name, op, value }} change={change} /></MantineProvider></QueryClientProvider>);
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

const due = { ...team, name: "due_at", type: "instant" } as Field;

/** Opens a choice of a span and takes one of its options. */
function choose(label: string, option: string) {
  fireEvent.click(screen.getByRole("combobox", { name: label }));
  fireEvent.click(screen.getByText(option, { selector: "[role=option], [role=option] *" }));
}

test.each([[null, { days: 7 }], [{ days: -30 }, { days: 30 }], [{ hours: -4 }, { hours: 4 }]])("from %o, \u201cthe next\u201d is a span to come: %o", (value, wanted) => {
  const change = shown(value, "within", due);
  choose("Past or future", "the next");
  expect(change).toHaveBeenCalledWith(wanted);
});

test("the next 7 days are shown as such, and changed", () => {
  const change = shown({ days: 7 }, "within", due);
  expect(screen.getByRole<HTMLInputElement>("combobox", { name: "Past or future" }).value).toBe("the next");
  expect(screen.getByRole<HTMLInputElement>("textbox", { name: "Number" }).value).toBe("7");
  choose("Past or future", "the last");
  expect(change).toHaveBeenCalledWith({ days: -7 });
});

test("a filter asks also for what only actions reach", () => {
  shown(null, "eq", { ...team, name: "status", type: "choice", options: ["new", "qualified"], by_hand: ["new"] } as Field);
  fireEvent.click(screen.getByRole("combobox"));
  expect(screen.getAllByRole("option").map((each) => each.textContent)).toEqual(["New", "Qualified"]);
});
