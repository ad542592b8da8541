/** An event's title in the person's words, as far as its form is known; else as the API says it. */
import { useTranslation } from "react-i18next";
import type { Entry } from "../api/types";
import { useLabels } from "../schema/useType";

const CHANGE = /^(\w+) → (\w+)$/;
const NAMED = /^(Task|Lead|Note|Assigned|Task done|Email): (.+)$/s;

export function useEventTitle(): (entry: Entry) => string {
  const { t } = useTranslation();
  const { option } = useLabels();
  return ({ title }) => {
    const change = CHANGE.exec(title);
    if (change) return `${option(change[1] ?? "")} → ${option(change[2] ?? "")}`;
    const named = NAMED.exec(title);
    return named ? t(`events.${named[1]}`, { name: named[2], defaultValue: title }) : title;
  };
}
