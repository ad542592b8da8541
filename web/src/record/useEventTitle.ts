/** An event's title in the person's words; one of a form that is new here as the API says it. */
import { useTranslation } from "react-i18next";
import type { Entry } from "../api/types";
import { useLabels } from "../schema/useType";
import { said } from "./events";

const CODES = new Set(["from", "to", "purpose", "status"]); // values that are options, not what somebody wrote

export function useEventTitle(): (entry: Entry) => string {
  const { t } = useTranslation();
  const { option } = useLabels();
  const told = (name: string, value: string) => (CODES.has(name) ? option(value.toLowerCase().replaceAll(" ", "_")) : value === "nobody" ? t("events.nobody") : value);
  return ({ kind, title }) => {
    const found = said(kind, title);
    if (!found) return title;
    return t(`events.${found.key}`, Object.fromEntries(Object.entries(found.values).map(([name, value]) => [name, told(name, value)])));
  };
}
