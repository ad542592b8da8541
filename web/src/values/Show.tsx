/** A field's value as a person reads it. Text is text: nothing of it is ever markup. */
import { Anchor, Badge, Group, Text } from "@mantine/core";
import { Link } from "react-router";
import { useTranslation } from "react-i18next";
import { useMe } from "../api/queries";
import type { Field, Rec } from "../api/types";
import { Breaking } from "../parts/Breaking";
import { seen } from "../parts/mention";
import { readAs } from "../record/authors";
import { useLabels, useTypes } from "../schema/useType";
import { useFormats } from "./formats";
import { Relative } from "./Relative";
import { useTitle } from "./useTitles";

interface Listed { value: string; type?: string; primary?: boolean }

interface ShowProps { field: Field; value: unknown; record?: Rec; whole?: boolean }

/** `whole`: every address and number, not only the first. */
export function Show({ field, value, record, whole }: ShowProps) {
  if (value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0)) {
    return <Text span c="dimmed" aria-hidden>–</Text>;
  }
  const Kind = KINDS[readAs(field, value).type] ?? Plain;
  return <Kind field={field} value={value} record={record} whole={whole} />;
}

type Props = { field: Field; value: unknown; record?: Rec | undefined; whole?: boolean | undefined };

function Plain({ value }: Props) {
  return <span className="isolated">{typeof value === "object" ? JSON.stringify(value) : String(value)}</span>;
}

/** Names of colleagues in a text, without the markup that keeps who they are. */
function Long({ value, whole }: Props) {
  return <span className={whole ? "isolated lines" : "isolated"}>{seen(String(value))}</span>;
}

function Choice({ value }: Props) {
  const { option } = useLabels();
  return <Badge variant="light" color={colorOf(String(value))} tt="none" fw={550}>{option(String(value))}</Badge>;
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

function Instant({ field, value, record }: Props) {
  const formats = useFormats();
  const { t } = useTranslation();
  if (field.name === "response_due_at" && over(record)) return <Text span inherit c="dimmed" title={formats.instant(String(value))}>{record?.first_touched_at ? t("answered") : "–"}</Text>;
  return <Relative at={String(value)} />;
}

/** Nobody waits any more: the time to answer by is history, no clock that runs. */
function over(record: Rec | undefined): boolean {
  return Boolean(record?.first_touched_at) || ["qualified", "disqualified", "converted"].includes(String(record?.status));
}

function Day({ value }: Props) {
  return <time dateTime={String(value)}>{useFormats().date(String(value))}</time>;
}

function listed(value: unknown, whole?: boolean): string[] {
  const all = (value as (Listed | string)[]).map((each) => (typeof each === "string" ? { value: each } : each));
  const first = all.find((each) => "primary" in each && each.primary) ?? all[0];
  return (whole ? all : [first]).flatMap((each) => each?.value ?? []);
}

function Emails({ value, whole }: Props) {
  return listed(value, whole).map((each) => <Anchor key={each} display={whole ? "block" : undefined} href={`mailto:${encodeURIComponent(each)}`} inherit>{whole ? <Breaking text={each} /> : each}</Anchor>);
}

function Phones({ value, whole }: Props) {
  return listed(value, whole).map((each) => <Anchor key={each} display={whole ? "block" : undefined} href={`tel:${encodeURIComponent(each)}`} inherit>{each}</Anchor>);
}

function Email({ value }: Props) {
  return <Anchor href={`mailto:${encodeURIComponent(String(value))}`} inherit>{String(value)}</Anchor>;
}

function Web({ value }: Props) {
  const address = String(value);
  const safe = /^https?:\/\//i.test(address) ? address : `https://${address}`;
  return <Anchor href={safe} target="_blank" rel="noopener noreferrer" inherit>{address.replace(/^https?:\/\//i, "")}</Anchor>;
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
  const me = useMe().data;
  const { t } = useTranslation();
  const text = String(value);
  const person = me?.external ? t("colleague") : t("somebody"); // from outside nobody is told who works here
  const program = text === "system:import" ? t("by_import") : t("system");
  return <span className="isolated">{me?.colleagues.find((each) => each.id === text)?.name ?? (text.startsWith("usr_") ? person : program)}</span>;
}

function People({ value }: Props) {
  return <Group gap={6}>{(value as string[]).map((each) => <Person key={each} value={each} />)}</Group>;
}

/** A record that this one names. */
function Reference({ value, record }: Props) {
  return <RecordLink id={String(value)} known={record?.titles?.[String(value)]} />;
}

function References({ value, record }: Props) {
  return <Group gap={8}>{(value as string[]).map((each) => <RecordLink key={each} id={each} known={record?.titles?.[each]} />)}</Group>;
}

export function RecordLink({ id, known }: { id: string; known?: string | undefined }) {
  const type = useTypes()(id);
  const labels = useLabels();
  const title = useTitle(id, known);
  const { t } = useTranslation();
  const team = useMe().data?.teams.find((each) => each.id === id)?.name;
  if (!type) return <span className="isolated">{team ?? t("hidden_record")}</span>;
  if (title === undefined) return <span>…</span>; // a link by this name would be too small to hit
  const text = title ?? labels.one(type);
  return type.configuration ? <span className="isolated">{text}</span> : <Link to={`/${type.plural}/${id}`} className="record isolated">{text}</Link>;
}

const COLORS: Record<string, string> = {
  new: "blue", assigned: "indigo", working: "yellow", qualified: "green", disqualified: "gray", open: "blue", done: "green",
  completed: "green", cancelled: "gray", high: "red", urgent: "red", low: "gray", A: "green", B: "teal", C: "yellow", D: "gray",
  lead: "blue", customer: "green", failed: "red",
};

export function colorOf(option: string): string {
  return (Object.hasOwn(COLORS, option) ? COLORS[option] : null) ?? "gray";
}

const KINDS: Record<string, (props: Props) => React.ReactNode> = {
  long_text: Long, choice: Choice, tags: Tags, multi_choice: Tags, boolean: Yes, number: Numeric, integer: Numeric, money: Money, instant: Instant,
  date: Day, emails: Emails, phones: Phones, email: Email, url: Web, domain: Web, country: Country, language: Language,
  address: Address, user: Person, users: People, reference: Reference, references: References,
};
