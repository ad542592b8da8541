import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render, screen } from "@testing-library/react";
import { MemoryRouter } from "react-router";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { client } from "../api/queries";
import type { Field, Rec } from "../api/types";
import { Person, RecordLink, Show } from "./Show";

const due = { name: "response_due_at", type: "instant", label: "Answer due" } as unknown as Field;
vi.mock("../api/http", () => ({ ask: () => new Promise(() => undefined) }));

beforeAll(() => vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: () => undefined, removeEventListener: () => undefined })));
afterEach(cleanup);

const shown = (what: React.ReactNode) => render(<QueryClientProvider client={client}><MantineProvider>{what}</MantineProvider></QueryClientProvider>);

test.each([
  ["working", "2026-11-22T09:00:00Z", "Answered"],
  ["qualified", "2026-11-22T09:00:00Z", "Answered"],
  ["disqualified", null, "\u2013"],
  ["qualified", null, "\u2013"],
])("a lead that is %s, first answered at %s, shows no running clock: %s", (status, first_touched_at, words) => {
  shown(<Show field={due} value="2026-11-22T10:00:00Z" record={{ id: "lea_1", status, first_touched_at } as unknown as Rec} />);
  expect(screen.getByText(words)).toBeDefined();
  expect(document.querySelector("time")).toBeNull();
});

test("who waits for an answer has a clock", () => {
  shown(<Show field={due} value="2026-11-22T10:00:00Z" record={{ id: "lea_1", status: "working", first_touched_at: null } as unknown as Rec} />);
  expect(document.querySelector("time")?.dateTime).toBe("2026-11-22T10:00:00Z");
});

const text = (name: string, type: string) => ({ name, type, label: name }) as unknown as Field;

test("who did something is told by name, and so is whom a text mentions", () => {
  client.setQueryData(["me"], { colleagues: [{ id: "usr_1", name: "Ana Ruiz", active: true }] });
  shown(<><Show field={text("created_by", "text")} value="usr_1" /><Show field={text("body", "long_text")} value="ask @[Lena Vogt](usr_2) too" /></>);
  expect(screen.getByText("Ana Ruiz")).toBeDefined();
  expect(screen.getByText("ask @Lena Vogt too")).toBeDefined();
  client.clear();
});

test.each([["system:import", "Import"], ["system:routing", "Automatic"], ["usr_gone", "A former colleague"]])("%s is called %s", (value, words) => {
  shown(<Person value={value} />);
  expect(screen.getByText(words)).toBeDefined();
});

test("a record is a link as soon as its name is known: dots are too small to hit", () => {
  client.setQueryData(["schema"], [{ name: "contact", plural: "contacts", prefix: "con", label: "Contact", fields: [] }]);
  shown(<MemoryRouter><RecordLink id="con_1" /><RecordLink id="con_2" known="Ana Ruiz" /></MemoryRouter>);
  expect(screen.getAllByRole("link").map((each) => each.textContent)).toEqual(["Ana Ruiz"]);
  expect(screen.getByText("…")).toBeDefined();
  client.clear();
});
