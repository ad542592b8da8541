/** The steps of signing in; each call answers with tokens or with what is asked next. */
import { type Challenge, type Tokens, accept, call } from "../api/session";

export type Step =
  | { name: "password" }
  | { name: "new_password" | "totp"; session: string }
  | { name: "forgot" }
  | { name: "reset" };

type Answer = Tokens | Challenge;

function next(answer: Answer, remember: boolean): Step | null {
  if ("challenge" in answer) return { name: answer.challenge, session: answer.session };
  accept(answer, remember);
  return null;
}

export async function login(email: string, password: string, remember: boolean): Promise<Step | null> {
  return next(await call<Answer>("login", { email, password }), remember);
}

export async function challenge(step: Step, email: string, secret: string, remember: boolean): Promise<Step | null> {
  if (step.name !== "new_password" && step.name !== "totp") throw new Error(`no challenge: ${step.name}`);
  const answer = step.name === "totp" ? { code: secret } : { new_password: secret };
  return next(await call<Answer>("challenge", { challenge: step.name, session: step.session, email, ...answer }), remember);
}

export const forgot = (email: string) => call<unknown>("forgot", { email });

export const reset = (email: string, code: string, password: string) =>
  call<unknown>("reset", { email, code, password });
