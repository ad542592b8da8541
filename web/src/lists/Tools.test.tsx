import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { MemoryRouter, useLocation } from "react-router";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { client } from "../api/queries";
import type { ObjectType } from "../api/types";
import type { Columns } from "./columns";
import { useListState } from "./state";
import { Tools } from "./Tools";

vi.mock("../api/http", () => ({ ask: () => new Promise(() => undefined) }));
beforeAll(() => {
  vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: () => undefined, removeEventListener: () => undefined }));
  vi.stubGlobal("ResizeObserver", class { observe() {} unobserve() {} disconnect() {} });
});
afterEach(cleanup);

const status = { name: "status", type: "choice", label: "Status", options: ["open", "done"], operators: [] };
const tasks = { name: "task", plural: "tasks", group: "status", fields: [status], sort_keys: [], permissions: {} } as unknown as ObjectType;

function List() {
  const state = useListState(tasks);
  return <><Tools type={tasks} state={state} columns={{ shown: [], offered: [], needed: [] } as unknown as Columns} /><output>{state.group || "all"}{useLocation().search}</output></>;
}

test("tasks begin with the open ones; all of them are one press away, and back", () => {
  render(<QueryClientProvider client={client}><MantineProvider><MemoryRouter><List /></MemoryRouter></MantineProvider></QueryClientProvider>);
  const told = () => screen.getByRole("status").textContent;
  expect(told()).toBe("open");
  fireEvent.click(screen.getByRole("radio", { name: "All" }));
  expect(told()).toBe("all?status=all");
  fireEvent.click(screen.getByRole("radio", { name: "Open" }));
  expect(told()).toBe("open?status=open");
});
