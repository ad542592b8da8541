/** Inputs for what only settings have: several people or teams, a role, a time zone, languages and countries. */
import { MultiSelect, Select } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../api/queries";
import type { Rec } from "../../api/types";
import { LANGUAGES } from "../../i18n";
import { titleOf } from "../../schema/useType";
import type { InputProps } from "../../values/Edit";
import { codes, timeZones } from "./codes";
import { useAll } from "./useAll";

/** A default role has a name in every language; one that was given a name keeps it. */
export function useNameOf(): (record: { type?: string; name?: unknown }) => string {
  const { t } = useTranslation();
  return (record) => {
    const name = titleOf(record as Rec);
    if (record.type !== "role") return name;
    return t(`settings.roles.default.${name.toLowerCase().replaceAll(" ", "_")}`, { defaultValue: name });
  };
}

function shared({ field, error, autoFocus }: InputProps) {
  return { label: field.label, description: field.help || undefined, error, "data-autofocus": autoFocus, withAsterisk: field.required };
}

function useOptions(plural: string) {
  const nameOf = useNameOf();
  return (useAll(plural).data ?? []).map((each) => ({ value: each.id, label: nameOf(each) }));
}

export function pickMany(plural: string) {
  return function PickMany(props: InputProps) {
    const { t } = useTranslation();
    return <MultiSelect {...shared(props)} searchable clearable clearButtonProps={{ "aria-label": t("filter.clear") }} data={useOptions(plural)} value={(props.value as string[] | null) ?? []}
      onChange={(value) => props.change(value.length ? value : null)} nothingFoundMessage={t("nothing_found")} />;
  };
}

export function pickOne(plural: string) {
  return function PickOne(props: InputProps) {
    const { t } = useTranslation();
    return <Select {...shared(props)} searchable clearable={!props.field.required} data={useOptions(plural)} value={(props.value as string | null) ?? null} onChange={props.change} nothingFoundMessage={t("nothing_found")} />;
  };
}

export function PickPeople(props: InputProps) {
  const { t } = useTranslation();
  const chosen = (props.value as string[] | null) ?? [];
  const colleagues = (useMe().data?.colleagues ?? []).filter((each) => each.active || chosen.includes(each.id));
  return <MultiSelect {...shared(props)} searchable clearable clearButtonProps={{ "aria-label": t("filter.clear") }} data={colleagues.map((each) => ({ value: each.id, label: each.name }))} value={chosen}
    onChange={(value) => props.change(value.length ? value : null)} />;
}

export function TimeZone(props: InputProps) {
  return <Select {...shared(props)} searchable data={timeZones} value={(props.value as string | null) ?? "UTC"} onChange={(value) => props.change(value ?? "UTC")} limit={100} />;
}

export function Locale(props: InputProps) {
  return <Select {...shared(props)} data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))} allowDeselect={false}
    value={String(props.value ?? "en").slice(0, 2)} onChange={props.change} />;
}

export function pickCodes(kind: "region" | "language") {
  return function PickCodes(props: InputProps) {
    const { t, i18n } = useTranslation();
    const chosen = (props.value as string[] | null) ?? [];
    const known = useMemo(() => codes(i18n.language, kind), [i18n.language]);
    const others = chosen.filter((each) => !known.some((one) => one.value === each)).map((each) => ({ value: each, label: each }));
    return <MultiSelect {...shared(props)} searchable clearable clearButtonProps={{ "aria-label": t("filter.clear") }} limit={60} data={[...others, ...known]} value={chosen} onChange={(value) => props.change(value.length ? value : null)} />;
  };
}
