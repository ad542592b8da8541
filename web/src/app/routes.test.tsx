import { MantineProvider } from "@mantine/core";
import { act, cleanup, render, screen } from "@testing-library/react";
import { Outlet, RouterProvider } from "react-router";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { router } from "./routes";

vi.mock("./Shell", () => ({ Shell: () => <><nav>menu</nav><Outlet /></> }));
vi.mock("../home/route", () => ({ load: async () => ({ Component: () => <p>home</p> }) }));
vi.mock("../bin/route", () => ({ load: async () => ({ Component: () => { throw new Error("no screen"); } }) }));
vi.mock("../reports/route", () => ({ load: async () => { throw new Error("no script"); } }));

beforeAll(() => {
  vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: () => undefined, removeEventListener: () => undefined }));
  vi.stubGlobal("ResizeObserver", class { observe() {} unobserve() {} disconnect() {} });
});
afterEach(cleanup);

test.each(["/bin", "/reports"])("%s breaks, the navigation stays, and another screen is whole again", async (address) => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  render(<MantineProvider><RouterProvider router={router} /></MantineProvider>);
  await act(() => router.navigate(address));
  expect(await screen.findByRole("heading")).toBeDefined();
  expect(screen.getByText("menu")).toBeDefined();
  await act(() => router.navigate("/"));
  expect(await screen.findByText("home")).toBeDefined();
});

test.each(["/a/b/c", "/settings/nothing/here", "/leads/lea_1/no/more?x=1"])("%s leads nowhere, within the frame and with a way home", async (address) => {
  render(<MantineProvider><RouterProvider router={router} /></MantineProvider>);
  await act(() => router.navigate(address));
  expect(await screen.findByRole("heading", { level: 1 })).toBeDefined();
  expect(screen.getByText("menu")).toBeDefined();
  await act(async () => screen.getByRole("link").click());
  expect(await screen.findByText("home")).toBeDefined();
});
