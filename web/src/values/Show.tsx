/** A field's value as a person reads it. Text is text: nothing of it is ever markup. */
import { Anchor, Badge, Group, Text } from "@mantine/core";
import { Link } from "react-router";
import { useTranslation } from "react-i18next";
import { useMe } from "../api/queries";
import type { Field, Rec } from "../api/types";
import { useLabels, useTypes } from "../schema/useType";
import { useFormats } from "./formats";

interface Listed { value: string; type?: string; primary?: boolean }

export function Show({ field, value, record }: { field: Field; value: unknown; record?: Rec }) {
  if (value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0)) {
    return <Text span c="dimmed" aria-hidden>–</Text>;
  }
  const Kind = KINDS[field.type] ?? Plain;
  return <Kind field={field} value={value} record={record} />;
}

type Props = { field: Field; value: unknown; record?: Rec | undefined };

function Plain({ value }: Props) {
  return <span className="isolated">{typeof value === "object" ? JSON.stringify(value) : String(value)}</span>;
}

function Choice({ value }: Props) {
  const { option } = useLabels();
  return <Badge variant="light" color={COLORS[String(value)] ?? "gray"} tt="none" fw={550}>{option(String(value))}</Badge>;
}

function Tags({ value }: Props) {
  return <Group gap={4}>{(value as string[]).map((each) => <Badge key={each} variant="default" tt="none" fw={450}>{each}</Badge>)}</Group>;
}

function Yes({ value }: Props) {
  const { t } = useTranslation();
  return <>{value ? t("yes") : t("no")}</>;
}

function Numeric({ value }: Props) {
  return <>{useFormats().number(Number(value))}</>;
}

function Money({ value }: Props) {
  return <>{useFormats().money(value as { amount: number; currency: string })}</>;
}

function Instant({ value }: Props) {
  const formats = useFormats();
  return <time dateTime={String(value)} title={formats.instant(String(value))}>{formats.relative(String(value))}</time>;
}

function Day({ value }: Props) {
  return <time dateTime={String(value)}>{useFormats().date(String(value))}</time>;
}

function Emails({ value }: Props) {
  const first = (value as Listed[]).find((each) => each.primary) ?? (value as Listed[])[0];
  return <Anchor href={`mailto:${encodeURIComponent(first?.value ?? "")}`} size="inherit">{first?.value}</Anchor>;
}

function Phones({ value }: Props) {
  const first = (value as Listed[]).find((each) => each.primary) ?? (value as Listed[])[0];
  return <Anchor href={`tel:${encodeURIComponent(first?.value ?? "")}`} size="inherit">{first?.value}</Anchor>;
}

function Email({ value }: Props) {
  return <Anchor href={`mailto:${encodeURIComponent(String(value))}`} size="inherit">{String(value)}</Anchor>;
}

function Web({ value }: Props) {
  const address = String(value);
  const safe = /^https?:\/\//i.test(address) ? address : `https://${address}`;
  return <Anchor href={safe} target="_blank" rel="noopener noreferrer" size="inherit">{address.replace(/^https?:\/\//i, "")}</Anchor>;
}

function Country({ value }: Props) {
  return <>{useFormats().country(String(value))}</>;
}

function Language({ value }: Props) {
  return <>{useFormats().language(String(value))}</>;
}

function Address({ value }: Props) {
  const formats = useFormats();
  const { street, line2, postal_code, city, region, country } = value as Record<string, string | null>;
  const parts = [street, line2, [postal_code, city].filter(Boolean).join(" "), region, country && formats.country(country)];
  return <span className="isolated">{parts.filter(Boolean).join(", ")}</span>;
}

export function Person({ value }: { value: unknown }) {
  const colleagues = useMe().data?.colleagues ?? [];
  const { t } = useTranslation();
  const text = String(value);
  return <span className="isolated">{colleagues.find((each) => each.id === text)?.name ?? (text.startsWith("usr_") ? t("somebody") : t("system"))}</span>;
}

function People({ value }: Props) {
  return <Group gap={6}>{(value as string[]).map((each) => <Person key={each} value={each} />)}</Group>;
}

/** A record that this one names; its title comes with the list where the API gives it. */
function Reference({ field, value, record }: Props) {
  const type = useTypes()(String(value));
  const labels = useLabels();
  const copy = (record?.refs as Record<string, { title?: string }> | undefined)?.[field.name];
  if (!type) return <Plain field={field} value={value} />;
  return <Link to={`/${type.plural}/${String(value)}`} className="record">{copy?.title ?? labels.one(type)}</Link>;
}

const COLORS: Record<string, string> = {
  new: "blue", assigned: "indigo", working: "yellow", qualified: "green", disqualified: "gray", open: "blue", done: "green",
  completed: "green", cancelled: "gray", high: "red", urgent: "red", low: "gray", A: "green", B: "teal", C: "yellow", D: "gray",
  lead: "blue", customer: "green", failed: "red",
};

const KINDS: Record<string, (props: Props) => React.ReactNode> = {
  choice: Choice, tags: Tags, multi_choice: Tags, boolean: Yes, number: Numeric, integer: Numeric, money: Money, instant: Instant,
  date: Day, emails: Emails, phones: Phones, email: Email, url: Web, domain: Web, country: Country, language: Language,
  address: Address, user: Person, users: People, reference: Reference,
};
