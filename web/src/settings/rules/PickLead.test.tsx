import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import type { Options } from "../../api/http";
import { client } from "../../api/queries";
import { PickLead } from "./PickLead";

const newest = { id: "lea_new", type: "lead", last_name: "Newest", company: "Acme" };
const old = { id: "lea_old", type: "lead", title: "Vogt", subtitle: "Closed long ago" };
const answered: Record<string, (query: Options["query"]) => unknown> = {
  "v1/leads": () => ({ data: [newest], next_cursor: null, meta: {} }),
  "v1/search": (query) => ({ data: query?.q === "vog" && query.types === "leads" ? [old] : [] }),
};
vi.mock("../../api/http", () => ({
  ask: async (_method: string, path: string, options?: Options) => answered[path]?.(options?.query) ?? new Promise(() => undefined),
}));

beforeAll(() => {
  vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: () => undefined, removeEventListener: () => undefined }));
  vi.stubGlobal("ResizeObserver", class { observe() {} unobserve() {} disconnect() {} });
  Element.prototype.scrollIntoView = () => undefined;
});
afterEach(cleanup);

test("the newest open leads are offered, any other is found by its name", async () => {
  const change = vi.fn();
  render(<QueryClientProvider client={client}><MantineProvider><PickLead value="" change={change} /></MantineProvider></QueryClientProvider>);
  act(() => screen.getByRole("combobox").focus());
  expect(await screen.findByRole("option", { name: "Newest · Acme", hidden: true })).toBeDefined();
  fireEvent.change(screen.getByRole("combobox"), { target: { value: "vog" } });
  fireEvent.click(await screen.findByRole("option", { name: "Vogt · Closed long ago", hidden: true }));
  expect(change).toHaveBeenCalledWith("lea_old");
  expect(screen.queryByText("Newest · Acme")).toBeNull();
});
