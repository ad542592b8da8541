/** Inputs that choose: of the field's options, of colleagues, of countries, languages and time zones. */
import { MultiSelect, type OptionsFilter, Select } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../api/queries";
import { useLabels } from "../schema/useType";
import { type InputProps, useSharedList } from "./input";
import { ranked } from "./ranked";
import { TypedTags } from "./TypedTags";

interface Choice { value: string; label: string }

function One({ filter, ...props }: InputProps & { data: Choice[]; filter?: OptionsFilter }) {
  return <Select {...useSharedList(props)} searchable clearable={!props.field.required} value={(props.value as string | null) ?? null} onChange={props.change}
    data={props.data} limit={300} {...(filter && { filter })} />;
}

function Many(props: InputProps & { data: Choice[] }) {
  return <MultiSelect {...useSharedList(props)} searchable value={(props.value as string[] | null) ?? []} onChange={(value) => props.change(value.length ? value : null)} data={props.data} />;
}

/** What people may choose, and what stands there now. */
function useOptions({ field, value }: InputProps): Choice[] {
  const { option } = useLabels();
  return field.options.filter((each) => each === value || (field.by_hand ?? field.options).includes(each)).map((value) => ({ value, label: option(value) }));
}

export function ChoiceEdit(props: InputProps) {
  return <One {...props} data={useOptions(props)} />;
}

export function ChoicesEdit(props: InputProps) {
  return <Many {...props} data={useOptions(props)} />;
}

export function TagsEdit(props: InputProps) {
  return <TypedTags {...useSharedList(props)} value={(props.value as string[] | null) ?? []} onChange={(value) => props.change(value.length ? value : null)} />;
}

function useColleagues(kept: unknown): Choice[] {
  const colleagues = useMe().data?.colleagues ?? [];
  const held = Array.isArray(kept) ? kept : [kept];
  return colleagues.filter((each) => each.active || held.includes(each.id)).map((each) => ({ value: each.id, label: each.name }));
}

export function PersonEdit(props: InputProps) {
  return <One {...props} data={useColleagues(props.value)} />;
}

export function PeopleEdit(props: InputProps) {
  return <Many {...props} data={useColleagues(props.value)} />;
}

const LETTERS = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
const PAIRS = LETTERS.flatMap((first) => LETTERS.map((second) => first + second));
const [COUNTRIES, TONGUES] = [ranked("region"), ranked("language")];
const NO_COUNTRY = new Set(["EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"]);

/** Every code of two letters that the browser has a name for. */
function useNamed(type: "region" | "language"): Choice[] {
  const { i18n } = useTranslation();
  return useMemo(() => {
    const names = new Intl.DisplayNames([i18n.language], { type, fallback: "none" });
    const codes = type === "region" ? PAIRS.filter((code) => !NO_COUNTRY.has(code)) : PAIRS.map((code) => code.toLowerCase());
    const found = codes.flatMap((value) => ({ value, label: names.of(value) ?? "" })).filter((each) => each.label);
    return found.sort((one, other) => one.label.localeCompare(other.label, i18n.language));
  }, [i18n.language, type]);
}

function withKept(data: Choice[], value: unknown): Choice[] {
  const kept = typeof value === "string" ? value : "";
  return !kept || data.some((each) => each.value === kept) ? data : [{ value: kept, label: kept }, ...data];
}

export function CountryEdit(props: InputProps) {
  return <One {...props} data={withKept(useNamed("region"), props.value)} filter={COUNTRIES} />;
}

export function LanguageEdit(props: InputProps) {
  return <One {...props} data={withKept(useNamed("language"), props.value)} filter={TONGUES} />;
}

export function ZoneEdit(props: InputProps) {
  const zones = useMemo(() => ["UTC", ...Intl.supportedValuesOf("timeZone")].map((value) => ({ value, label: value.replaceAll("_", " ") })), []);
  return <One {...props} data={withKept(zones, props.value)} />;
}
