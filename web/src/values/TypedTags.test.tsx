import { MantineProvider } from "@mantine/core";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { useState } from "react";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { TypedTags } from "./TypedTags";

beforeAll(() => {
  vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: () => undefined, removeEventListener: () => undefined }));
  vi.stubGlobal("ResizeObserver", class { observe() {} unobserve() {} disconnect() {} });
});
afterEach(cleanup);

function Form() {
  const [value, change] = useState<string[]>([]);
  return <><TypedTags aria-label="Emails" value={value} onChange={change} /><output>{value.join()}</output></>;
}

function typed(text: string): HTMLElement {
  render(<MantineProvider><Form /></MantineProvider>);
  const input = screen.getByRole("combobox");
  input.focus();
  fireEvent.input(input, { target: { value: text }, inputType: "insertText" });
  return input;
}

test("what is typed counts when one goes on by keyboard", () => {
  fireEvent.blur(typed("a@b.example "));
  expect(screen.getByRole("status").textContent).toBe("a@b.example");
});

test("while a button is pressed nothing moves; it counts before the click", () => {
  const input = typed("a@b.example");
  fireEvent.mouseDown(document.body);
  fireEvent.blur(input);
  expect(screen.getByRole("status").textContent).toBe("");
  fireEvent.mouseUp(document.body);
  expect(screen.getByRole("status").textContent).toBe("a@b.example");
});
