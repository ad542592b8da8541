/** What a cleaning rule does, in words: to which records, how, and with what it was told. */
import { useTranslation } from "react-i18next";
import { useLabels, useType } from "../../schema/useType";
import { useSentence } from "../rules/useSentence";
import { needs } from "./kinds";
import type { CleaningRule } from "./types";

export function useWords(rule: CleaningRule): string {
  const { t } = useTranslation();
  const labels = useLabels();
  const type = useType(rule.object);
  const sentence = useSentence(type);
  const parts = [
    t(`settings.cleaning.kinds.${rule.kind}`),
    ...(needs(rule.kind, "tag") ? [t("sentence.quoted", { text: rule.tag })] : []),
    ...(needs(rule.kind, "days") ? [t("settings.cleaning.since", { count: rule.days ?? 0 })] : []),
    type ? labels.many(type) : rule.object,
  ];
  return `${parts.join(" · ")}${rule.condition ? `: ${sentence(rule.condition)}` : ""}`;
}
