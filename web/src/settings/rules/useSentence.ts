/** Conditions as sentences in the person's language, with the labels of a type's fields. */
import { useTranslation } from "react-i18next";
import { useMe } from "../../api/queries";
import type { Condition, ObjectType } from "../../api/types";
import { useLabels, words as plain } from "../../schema/useType";
import { useFormats } from "../../values/formats";
import { sentence } from "./sentence";

export function useSentence(type: ObjectType | undefined): (condition: Condition) => string {
  const { t, i18n } = useTranslation();
  const labels = useLabels();
  const formats = useFormats();
  const colleagues = useMe().data?.colleagues ?? [];
  const fieldOf = (name: string) => type?.fields.find((each) => each.name === name);
  const label = (name: string): string => {
    const [first = "", second] = name.split(".");
    const field = fieldOf(first);
    const own = field ? labels.field(field) : plain(first);
    return second ? `${own}: ${t(`fields.${second}`, { defaultValue: plain(second) })}` : own;
  };
  const value = (name: string, given: unknown): string => {
    if (typeof given === "object" && given !== null) return "me" in given ? t("filter.me") : "lead" in given ? t("sentence.leads_own", { field: label(String(given.lead)) }) : JSON.stringify(given);
    if (typeof given === "boolean") return t(given ? "yes" : "no");
    if (typeof given === "number") return formats.number(given);
    const text = String(given);
    const kind = fieldOf(name)?.type;
    if (kind === "country") return formats.country(text);
    if (kind === "language") return formats.language(text);
    if (kind === "user") return colleagues.find((each) => each.id === text)?.name ?? text;
    return kind === "choice" || kind === "multi_choice" ? labels.option(text) : t("sentence.quoted", { text });
  };
  return (condition) => sentence(condition, {
    field: label,
    value,
    operator: (op) => t(`operators.${op}`, { defaultValue: plain(op) }),
    list: (parts, kind) => new Intl.ListFormat(i18n.language, { type: kind }).format(parts),
    empty: (field, is) => t(is ? "sentence.empty" : "sentence.filled", { field }),
    within: (field, size, unit) => t(size < 0 ? "sentence.last" : "sentence.next", { field, span: measured(i18n.language, Math.abs(size), unit) }),
    not: (text) => t("sentence.not", { text }),
  });
}

function measured(language: string, size: number, units: string): string {
  return new Intl.NumberFormat(language, { style: "unit", unit: units.replace(/s$/, ""), unitDisplay: "long" }).format(size);
}
