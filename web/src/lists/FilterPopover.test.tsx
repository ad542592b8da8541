import { MantineProvider } from "@mantine/core";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { FilterPopover } from "./FilterPopover";

beforeAll(() => {
  vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: () => undefined, removeEventListener: () => undefined }));
  vi.stubGlobal("ResizeObserver", class { observe() {} unobserve() {} disconnect() {} });
});
afterEach(cleanup);

test("an Escape that closes a choice leaves the filter open, the next one closes it", async () => {
  const shown = (expanded: boolean) => <MantineProvider env="test"><FilterPopover button={{}} width={300}><input aria-label="Field" aria-expanded={expanded} role="combobox" aria-controls="x" /></FilterPopover></MantineProvider>;
  const { rerender } = render(shown(true));
  fireEvent.click(screen.getByRole("button"));
  fireEvent.keyDown(screen.getByLabelText("Field"), { key: "Escape" });
  expect(screen.getByLabelText("Field")).toBeDefined();
  rerender(shown(false));
  fireEvent.keyDown(screen.getByLabelText("Field"), { key: "Escape" });
  expect(screen.queryByLabelText("Field")).toBeNull();
});
