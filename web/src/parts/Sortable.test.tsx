import { MantineProvider } from "@mantine/core";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { Sortable } from "./Sortable";

beforeAll(() => vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: () => undefined, removeEventListener: () => undefined })));
afterEach(cleanup);

function shown() {
  const move = vi.fn();
  render(<MantineProvider><Sortable items={["a", "b", "c"]} keyOf={(item) => item} nameOf={(item) => item} move={move}>{(item, handle) => <div>{handle}{item}</div>}</Sortable></MantineProvider>);
  const press = (name: string, ...keys: string[]) => keys.forEach((key) => fireEvent.keyDown(screen.getByRole("button", { name: `Move ${name}` }), { key }));
  return { move, press };
}

test("space picks up, arrows carry, space puts down, and each step is told", () => {
  const { move, press } = shown();
  press("a", " ", "ArrowDown", "ArrowDown");
  expect(screen.getByText("Place 3 of 3")).toBeTruthy();
  press("a", " ");
  expect(move).toHaveBeenCalledExactlyOnceWith(0, 2);
  expect(screen.getByText("a is at place 3 of 3")).toBeTruthy();
});

test("escape leaves everything where it was", () => {
  const { move, press } = shown();
  press("b", " ", "ArrowUp", "Escape");
  expect(move).not.toHaveBeenCalled();
});

test("nothing goes beyond the ends", () => {
  const { move, press } = shown();
  press("c", " ", "ArrowDown", "ArrowDown", " ");
  expect(move).not.toHaveBeenCalled();
});

test("arrows alone move nothing", () => {
  const { move, press } = shown();
  press("a", "ArrowDown");
  expect(move).not.toHaveBeenCalled();
});
