/** A field's input, by the kind that the schema says. */
import { Checkbox, Fieldset, Group, NumberInput, TextInput, Textarea } from "@mantine/core";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../api/queries";
import type { Field } from "../api/types";
import { useLabels } from "../schema/useType";
import { ChoiceEdit, ChoicesEdit, CountryEdit, LanguageEdit, PeopleEdit, PersonEdit, TagsEdit, ZoneEdit } from "./EditChoice";
import { digitsOf } from "./currency";
import { InstantInput } from "./InstantInput";
import { type InputProps, useShared, useSharedList } from "./input";
import { PickRecord, PickRecords } from "./PickRecord";
import { TypedTags } from "./TypedTags";

export type { InputProps } from "./input";

interface Listed { value: string; type?: string; primary?: boolean }

export function Edit(props: InputProps) {
  const Kind = props.mentions ? NamingEdit : (KINDS[props.field.type] ?? TextEdit);
  return <Kind {...props} />;
}

function TextEdit(props: InputProps) {
  return <TextInput {...useShared(props)} value={String(props.value ?? "")} maxLength={limit(props.field)}
    onChange={(event) => props.change(event.currentTarget.value || null)} />;
}

const MentionEdit = lazy(async () => ({ default: (await import("../record/MentionEdit")).MentionEdit })); // of notes only

function LongEdit(props: InputProps) {
  return <Textarea {...useShared(props)} autosize minRows={3} maxRows={14} value={String(props.value ?? "")} maxLength={limit(props.field)}
    onChange={(event) => props.change(event.currentTarget.value || null)} />;
}

function NamingEdit(props: InputProps) {
  return <Suspense fallback={<LongEdit {...props} />}><MentionEdit {...props} /></Suspense>;
}

function NumberEdit(props: InputProps) {
  return <NumberInput {...useShared(props)} value={(props.value as number | null) ?? ""} allowDecimal={props.field.type === "number"}
    onChange={(value) => props.change(value === "" ? null : Number(value))} />;
}

function MoneyEdit(props: InputProps) {
  const { t } = useTranslation();
  const money = props.value as { amount: number; currency: string } | null;
  const company = useMe().data?.company.currency;
  const currency = money?.currency ?? company ?? "EUR";
  const digits = digitsOf(currency);
  const set = (major: number | string, unit = currency) =>
    props.change(major === "" ? null : { amount: Math.round(Number(major) * 10 ** digits), currency: unit });
  return (
    <Group gap="xs" align="flex-end" wrap="nowrap">
      <NumberInput {...useShared(props)} flex={1} decimalScale={digits} value={money ? money.amount / 10 ** digits : ""} onChange={(value) => set(value)} />
      <TextInput aria-label={t("currency")} w={72} maxLength={3} value={currency}
        onChange={(event) => money && props.change({ ...money, currency: event.currentTarget.value.toUpperCase() })} />
    </Group>
  );
}

function YesEdit(props: InputProps) {
  const { label, description, error, autoFocus, size, "aria-label": name } = useShared(props) as Partial<React.ComponentProps<typeof Checkbox>>;
  return <Checkbox label={label} aria-label={name} description={description} error={error} autoFocus={autoFocus} size={size} checked={Boolean(props.value)} onChange={(event) => props.change(event.currentTarget.checked)} />;
}

function DayEdit(props: InputProps) {
  return <TextInput {...useShared(props)} type="date" value={String(props.value ?? "")} onChange={(event) => props.change(event.currentTarget.value || null)} />;
}

function InstantEdit(props: InputProps) {
  return <InstantInput {...useShared(props)} value={(props.value as string | null) ?? null} change={props.change} />;
}

/** Emails and phones: one value a line; the first is the primary one. */
function ListedEdit(props: InputProps) {
  const listed = (props.value as (Listed | string)[] | null) ?? [];
  return <TypedTags {...useSharedList(props)} splitChars={[",", ";"]} value={listed.map((each) => (typeof each === "string" ? each : each.value))}
    onChange={(values) => props.change(values.length ? values.map((value) => listed.find((each) => typeof each !== "string" && each.value === value) ?? { value }) : null)} />;
}

function ReferenceEdit(props: InputProps) {
  return <PickRecord {...props} shared={useSharedList(props)} />;
}

function ReferencesEdit(props: InputProps) {
  return <PickRecords {...props} shared={useSharedList(props)} />;
}

const ADDRESS = ["street", "line2", "postal_code", "city", "region", "country"];

function AddressEdit(props: InputProps) {
  const { t } = useTranslation();
  const labels = useLabels();
  const address = (props.value as Record<string, string | null> | null) ?? {};
  return (
    <Fieldset legend={labels.field(props.field)} p="sm">
      {ADDRESS.map((part) => (
        <TextInput key={part} size="xs" mb={4} label={t(`address.${part}`)} value={address[part] ?? ""}
          onChange={(event) => props.change({ ...address, [part]: event.currentTarget.value || null })} />
      ))}
    </Fieldset>
  );
}

function limit(field: Field): number | undefined {
  return typeof field.schema.maxLength === "number" ? field.schema.maxLength : undefined;
}

const KINDS: Record<string, (props: InputProps) => React.ReactNode> = {
  long_text: LongEdit, number: NumberEdit, integer: NumberEdit, money: MoneyEdit, boolean: YesEdit, choice: ChoiceEdit,
  multi_choice: ChoicesEdit, tags: TagsEdit, date: DayEdit, instant: InstantEdit, emails: ListedEdit, phones: ListedEdit,
  user: PersonEdit, users: PeopleEdit, reference: ReferenceEdit, references: ReferencesEdit, address: AddressEdit,
  country: CountryEdit, language: LanguageEdit, time_zone: ZoneEdit,
};
