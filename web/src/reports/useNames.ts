/** What the groups and spans of a report are called. */
import { useTranslation } from "react-i18next";
import { useMe } from "../api/queries";
import type { ObjectType } from "../api/types";
import { useLabels } from "../schema/useType";
import { useFormats } from "../values/formats";
import type { Bucket, Numbers } from "./types";

export function useNames(type: ObjectType, numbers: Numbers) {
  const { t, i18n } = useTranslation();
  const labels = useLabels();
  const formats = useFormats();
  const colleagues = useMe().data?.colleagues ?? [];
  const time = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(i18n.language, { ...options, timeZone: "UTC" });

  function value(group: string, key: string | null): string {
    if (key === null || key === "") return t("reports.empty");
    const named = numbers.labels[group]?.[key];
    if (named) return named;
    const field = type.fields.find((each) => each.name === group);
    if (field?.type === "user") return colleagues.find((each) => each.id === key)?.name ?? t("somebody");
    if (field?.type === "country") return formats.country(key);
    if (field?.type === "language") return formats.language(key);
    if (field?.type === "boolean") return t(key === "true" ? "yes" : "no");
    return field?.type === "choice" || field?.type === "multi_choice" ? labels.option(key) : key;
  }

  function bucket(name: string, kind: Bucket): string {
    if (kind === "day") return time({ dateStyle: "medium" }).format(new Date(`${name}T00:00:00Z`));
    if (kind === "month") return time({ month: "long", year: "numeric" }).format(new Date(`${name}-01T00:00:00Z`));
    return kind === "week" ? t("reports.week", { week: Number(name.slice(6)), year: name.slice(0, 4) }) : name;
  }

  function short(name: string, kind: Bucket): string {
    if (kind === "day") return time({ day: "numeric", month: "short" }).format(new Date(`${name}T00:00:00Z`));
    if (kind === "month") return time({ month: "short" }).format(new Date(`${name}-01T00:00:00Z`));
    return kind === "week" ? t("reports.week_short", { week: Number(name.slice(6)) }) : name;
  }

  return { value, bucket, short };
}
