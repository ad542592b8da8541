/** What a file's column may become: the fields that the API names, in the person's words. */
import { useTranslation } from "react-i18next";
import type { ObjectType } from "../api/types";
import { useLabels, useTypes, words } from "../schema/useType";

export interface Target { value: string; label: string; group: string }

/** `address.city` is the city of an address, `company_id.domain` the company whose domain stands in the cell. */
export function useTargetLabel(type: ObjectType) {
  const { t } = useTranslation();
  const labels = useLabels();
  const typeOf = useTypes();
  return (path: string): string => {
    const [name = "", part] = path.split(".");
    const field = type.fields.find((each) => each.name === name);
    const whole = field ? labels.field(field) : t(`imports.targets.${name}`, { defaultValue: words(name) });
    if (!part) return whole;
    const other = field?.to ? typeOf(field.to)?.fields.find((each) => each.name === part) : undefined;
    const last = field?.type === "address" ? t(`address.${part}`) : t(`imports.by.${part}`, { defaultValue: other ? labels.field(other) : words(part) });
    return `${whole} · ${last}`;
  };
}

/** Whole fields first; ways to name another record, and parts, under a heading of their own. */
export function useTargets(type: ObjectType, fields: string[]) {
  const { t } = useTranslation();
  const label = useTargetLabel(type);
  const entries = fields.map((value) => ({ value, label: label(value) })).sort((a, b) => a.label.localeCompare(b.label));
  return [
    { group: t("imports.fields"), items: entries.filter((each) => !each.value.includes(".")) },
    { group: t("imports.parts"), items: entries.filter((each) => each.value.includes(".")) },
  ].filter((group) => group.items.length > 0);
}

/** A previewed value as text: lists by commas, addresses and money by their parts. */
export function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(textOf).filter(Boolean).join(", ");
  if (typeof value !== "object") return String(value);
  const record = value as Record<string, unknown>;
  if ("value" in record) return textOf(record.value);
  if ("currency" in record) return `${textOf(record.amount)} ${textOf(record.currency)}`;
  return Object.values(record).map(textOf).filter(Boolean).join(", ");
}
