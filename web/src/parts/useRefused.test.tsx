import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { useRefused } from "./useRefused";

const seen = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  Element.prototype.scrollIntoView = function scroll() {
    seen((this as Element).textContent || (this as HTMLInputElement).name);
  };
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  seen.mockReset();
});

function Form({ error, wrong }: { error: unknown; wrong: boolean }) {
  return <form ref={useRefused(error)}>{Boolean(error) && <div role="alert">refused</div>}<input name="email" /><input name="phone" aria-invalid={wrong} /><button>Save</button></form>;
}

test("the first wrong input is shown and has the focus", () => {
  const { rerender } = render(<Form error={null} wrong={false} />);
  rerender(<Form error={new Error("no")} wrong />);
  vi.runAllTimers();
  expect((document.activeElement as HTMLInputElement).name).toBe("phone");
  expect(seen).toHaveBeenCalledWith("phone");
});

test("where no input is wrong the message is, again after each refusal", () => {
  const { rerender } = render(<Form error={new Error("no")} wrong={false} />);
  vi.runAllTimers();
  expect(document.activeElement).toBe(screen.getByRole("alert"));
  screen.getByRole("button").focus();
  rerender(<Form error={null} wrong={false} />);
  rerender(<Form error={new Error("no")} wrong={false} />);
  vi.runAllTimers();
  expect(document.activeElement).toBe(screen.getByRole("alert"));
});

test("nothing moves without a refusal", () => {
  render(<Form error={null} wrong />);
  vi.runAllTimers();
  expect(seen).not.toHaveBeenCalled();
});

test("who has gone on to another input meanwhile is not called back", () => {
  render(<Form error={new Error("no")} wrong />);
  vi.advanceTimersByTime(10);
  expect((document.activeElement as HTMLInputElement).name).toBe("phone");
  screen.getByRole("button").focus();
  vi.runAllTimers();
  expect(document.activeElement).toBe(screen.getByRole("button"));
});
