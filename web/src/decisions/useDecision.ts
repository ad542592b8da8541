/** What a decision tells, by the labels of a lead's fields. */
import { useTranslation } from "react-i18next";
import { useType } from "../schema/useType";
import { useSentence } from "../settings/rules/useSentence";
import { type Told, type Words, reason, tell } from "./tell";
import type { Routing, Skipped } from "./types";

export function useDecision(): { told: (routing: Routing) => Told | null; reason: (skipped: Skipped) => string } {
  const { t } = useTranslation();
  const clause = useSentence(useType("leads"));
  const words: Words = (key, values) => t(key, values ?? {});
  return { told: (routing) => tell(routing, words, clause), reason: (skipped) => reason(skipped, words) };
}
