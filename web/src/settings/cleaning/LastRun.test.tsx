import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { MemoryRouter } from "react-router";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { client } from "../../api/queries";
import { addTexts } from "../../i18n/texts";
import en from "../texts.en.json";
import { LastRun } from "./LastRun";
import type { CleaningRule, Told } from "./types";

const told = (state: string, more: Partial<Told> = {}): Told => ({ id: "job_1", state, done: 2, failed: 0, created_at: "2026-01-01T00:00:00.000Z", message: null, ...more });
const RULE = { id: "clr_1", object: "contacts", version: 1 } as CleaningRule;
let job: Told, undone: Told | null, owner: string, asked: string[];

vi.mock("../../api/http", () => ({
  ask: async (method: string, path: string) => {
    asked.push(`${method} ${path}`);
    if (path === "v1/me") return { id: "usr_me", teams: [], permissions: {}, company: { time_zone: "UTC" } };
    if (path === "v1/schema") return { data: [{ name: "job", plural: "jobs", prefix: "job", permissions: { update: "none" }, fields: [] }] };
    if (path.endsWith("/report")) return { job, undone, records: [], next: null };
    if (path.endsWith("/cancel")) job = told("cancelled");
    return { ...job, owner_id: owner };
  },
}));
beforeAll(async () => {
  vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: () => undefined, removeEventListener: () => undefined }));
  vi.stubGlobal("ResizeObserver", class { observe() {} unobserve() {} disconnect() {} });
  await addTexts(en, () => import("../texts.de.json"));
});
beforeEach(() => {
  [job, undone, owner, asked] = [told("running"), null, "usr_me", []];
  client.clear();
});
afterEach(cleanup);

const show = () => render(<QueryClientProvider client={client}><MantineProvider><MemoryRouter><LastRun rule={RULE} id="job_1" fresh={false} may /></MemoryRouter></MantineProvider></QueryClientProvider>);

test("a run is stopped by whose it is, and what it did can be taken back then", async () => {
  show();
  fireEvent.click(await screen.findByRole("button", { name: "Stop" }));
  await screen.findByText("This was cancelled");
  expect(asked).toContain("POST v1/jobs/job_1/cancel");
  await screen.findByRole("button", { name: "Take it back" });
  expect(screen.queryByRole("button", { name: "Stop" })).toBeNull();
});

test("somebody else's run is not offered to be stopped", async () => {
  owner = "usr_other";
  show();
  await waitFor(() => expect(asked).toContain("GET v1/jobs/job_1"));
  await screen.findByText("2 records so far");
  expect(screen.queryByRole("button", { name: "Stop" })).toBeNull();
});

test("what was taken back is told, and not offered again", async () => {
  [job, undone] = [told("done"), told("done", { id: "job_2", done: 1, failed: 1 })];
  show();
  await screen.findByText("Taken back");
  screen.getByText("1 record done, 1 failed");
  expect(screen.queryByRole("button", { name: "Take it back" })).toBeNull();
});
