/** How long something took, in words: minutes, from an hour and a half on hours. */
import { useTranslation } from "react-i18next";
import { useFormats } from "../values/formats";

export const HOURS_FROM = 90; // minutes

export function useLasting(): (minutes: number | null) => string {
  const { t } = useTranslation();
  const formats = useFormats();
  return (minutes) => {
    if (minutes === null) return "–";
    if (minutes >= HOURS_FROM) return t("reports.hours", { number: formats.number(Math.round(minutes / 6) / 10) });
    return minutes > 0 && minutes < 1 ? t("reports.at_once") : t("reports.minutes", { number: formats.number(Math.round(minutes)) });
  };
}
