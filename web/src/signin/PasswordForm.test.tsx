import { MantineProvider } from "@mantine/core";
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { Problem } from "../api/problem";
import { ChallengeForm } from "./ChallengeForm";
import { PasswordForm } from "./PasswordForm";

const refused = new Problem(401, { detail: "no", code: "wrong_credentials" });
vi.mock("../api/session", () => ({ call: () => Promise.reject(refused), accept: () => undefined }));

beforeAll(() => {
  vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: () => undefined, removeEventListener: () => undefined }));
  Element.prototype.scrollIntoView = () => undefined;
});
afterEach(cleanup);

const shown = (form: React.ReactNode) => render(<MantineProvider>{form}</MantineProvider>);

test("a wrong password is told, and typed anew where one stands", async () => {
  shown(<PasswordForm email="a@b.example" setEmail={() => undefined} go={() => undefined} remember={false} />);
  const password = screen.getByLabelText<HTMLInputElement>(/^Password/);
  fireEvent.change(password, { target: { value: "wrong" } });
  fireEvent.click(screen.getByRole("button", { name: "Sign in" }));
  await screen.findByText("The email or the password is not right.");
  await waitFor(() => expect(document.activeElement).toBe(password));
  expect(password.getAttribute("aria-invalid")).toBe("true");
});

test("a wrong code is told as such", async () => {
  shown(<ChallengeForm step={{ name: "totp", session: "s" }} email="a@b.example" go={() => undefined} />);
  fireEvent.change(screen.getByLabelText(/^Code/), { target: { value: "123456" } });
  fireEvent.click(screen.getByRole("button", { name: "Sign in" }));
  await screen.findByText("The code is not right, or too old.");
});
