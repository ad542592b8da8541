/** Inputs for what only settings have: several people or teams, a role, a time zone, languages and countries. */
import { MultiSelect, Select } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../api/queries";
import type { Rec } from "../../api/types";
import { LANGUAGES, spokenName } from "../../i18n";
import { titleOf } from "../../schema/useType";
import type { InputProps } from "../../values/Edit";
import { ranked } from "../../values/ranked";
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

export function shared({ field, error, autoFocus }: InputProps) {
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

/** A person's own zone; empty is the company's, which is shown. */
export function TimeZone(props: InputProps) {
  const { t } = useTranslation();
  const company = useMe().data?.company.time_zone;
  return <Select {...shared(props)} searchable clearable clearButtonProps={{ "aria-label": t("filter.clear") }} placeholder={t("settings.as_company", { value: company })}
    data={timeZones} value={(props.value as string | null) ?? null} onChange={props.change} limit={100} nothingFoundMessage={t("nothing_found")} />;
}

/** A person's own language; empty is the company's. */
export function Locale(props: InputProps) {
  const { t } = useTranslation();
  const company = useMe().data?.company.language;
  return <Select {...shared(props)} clearable clearButtonProps={{ "aria-label": t("filter.clear") }} placeholder={t("settings.as_company", { value: spokenName(company) })}
    data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))} value={props.value ? String(props.value).slice(0, 2) : null} onChange={props.change} />;
}

export function pickCodes(kind: "region" | "language") {
  const filter = ranked(kind);
  return function PickCodes(props: InputProps) {
    const { t, i18n } = useTranslation();
    const chosen = (props.value as string[] | null) ?? [];
    const known = useMemo(() => codes(i18n.language, kind), [i18n.language]);
    const others = chosen.filter((each) => !known.some((one) => one.value === each)).map((each) => ({ value: each, label: each }));
    return <MultiSelect {...shared(props)} searchable clearable clearButtonProps={{ "aria-label": t("filter.clear") }} limit={60} filter={filter} data={[...others, ...known]} value={chosen} onChange={(value) => props.change(value.length ? value : null)} />;
  };
}
