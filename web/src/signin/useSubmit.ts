/** A form's sending: busy while it lasts, and what came back wrong; `refused`: what was entered did not fit, told as `wrong`. */
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../api/problem";
import { useRefused } from "../parts/useRefused";

export function useSubmit(send: () => Promise<void>, wrong?: string) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const form = useRefused(problem);

  async function submit(event?: FormEvent): Promise<void> {
    event?.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      await send();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
    } finally {
      setBusy(false);
    }
  }

  const told = !problem ? "" : problem.status === 0 ? t("failed.offline_help")
    : problem.status === 429 ? t("signin.too_often", { count: Math.max(1, problem.retryAfter) })
    : problem.status === 401 ? (wrong ?? t("signin.refused")) : problem.message;
  return { form, submit, busy, told, refused: problem?.status === 401, fields: problem?.fields ?? {} };
}
