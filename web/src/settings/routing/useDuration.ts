/** Minutes as a person says them: 45 minutes, 2 hours, 3 days. */
import { useTranslation } from "react-i18next";

export function duration(language: string, minutes: number): string {
  const [value, unit] = minutes >= 1440 && minutes % 1440 === 0 ? [minutes / 1440, "day"] : minutes >= 60 && minutes % 60 === 0 ? [minutes / 60, "hour"] : [minutes, "minute"];
  return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(value);
}

export function useDuration(): (minutes: number) => string {
  const { i18n } = useTranslation();
  return (minutes) => duration(i18n.language, minutes);
}
