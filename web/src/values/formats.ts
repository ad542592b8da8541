/** Numbers, money and time in the person's language and time zone. */
import { useTranslation } from "react-i18next";
import { useMe } from "../api/queries";
import { digitsOf, isCurrency } from "./currency";
import { ownZone, zoneOf } from "./zone";

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 31_557_600], ["month", 2_629_800], ["week", 604_800], ["day", 86_400], ["hour", 3600], ["minute", 60],
];

export function useFormats() {
  const { i18n } = useTranslation();
  return formats(regional(i18n.language, navigator.languages), ownZone(useMe().data));
}

/** The page's language as the browser's region writes it: the 22nd of November is not the same everywhere. */
export function regional(language: string, browser: readonly string[]): string {
  return browser.find((each) => each.startsWith(`${language}-`)) ?? language;
}

export function formats(language: string, zone?: string) {
  const timeZone = zoneOf(zone);
  return {
    number: (value: number) => new Intl.NumberFormat(language).format(value),
    money: ({ amount, currency }: { amount: number; currency: string }) => money(language, amount, currency),
    date: (value: string) => new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone: "UTC" }).format(new Date(`${value}T00:00:00Z`)),
    day: (value: string) => new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone }).format(new Date(value)),
    time: (value: string) => new Intl.DateTimeFormat(language, { timeStyle: "short", timeZone }).format(new Date(value)),
    instant: (value: string) => new Intl.DateTimeFormat(language, { dateStyle: "full", timeStyle: "short", timeZone }).format(new Date(value)),
    relative: (value: string, now = Date.now()) => relative(language, new Date(value).getTime(), now, timeZone),
    country: (code: string) => named(language, "region", code),
    language: (code: string) => named(language, "language", code),
  };
}

function money(language: string, minor: number, currency: string): string {
  const major = minor / 10 ** digitsOf(currency);
  if (!isCurrency(currency)) return `${new Intl.NumberFormat(language, { minimumFractionDigits: 2 }).format(major)} ${String(currency)}`;
  return new Intl.NumberFormat(language, { style: "currency", currency }).format(major);
}

/** Days are counted by the calendar: what is due tomorrow at one is not "in 2 days" because that is 36 hours away. */
function relative(language: string, then: number, now: number, timeZone?: string): string {
  const seconds = (then - now) / 1000;
  const format = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  const calendar = new Intl.DateTimeFormat("en-CA", { timeZone });
  const days = () => (Date.parse(calendar.format(then)) - Date.parse(calendar.format(now))) / 86_400_000;
  for (const [unit, size] of STEPS) if (Math.abs(seconds) >= size) return format.format(unit === "day" ? days() : Math.round(seconds / size), unit);
  return format.format(Math.round(seconds), "second");
}

function named(language: string, type: "region" | "language", code: string): string {
  try {
    return new Intl.DisplayNames([language], { type }).of(code) ?? code;
  } catch {
    return code;
  }
}
