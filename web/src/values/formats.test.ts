import { expect, test } from "vitest";
import { digitsOf } from "./currency";
import { formats, regional } from "./formats";
import { zoneOf } from "./zone";

const now = Date.UTC(2026, 10, 22, 12);
const at = (hours: number) => new Date(now + hours * 3_600_000).toISOString();

test.each([[-0.5, "30 minutes ago"], [-26, "yesterday"], [4, "in 4 hours"], [-24 * 40, "last month"]])("%s hours away", (hours, words) =>
  expect(formats("en").relative(at(hours), now)).toBe(words));

test.each([["2026-11-24T13:00:00Z", "tomorrow"], ["2026-11-24T23:30:00Z", "in 2 days"], ["2026-11-21T22:30:00Z", "2 days ago"]])("days are counted by the calendar: %s", (then, words) =>
  expect(formats("en", "Europe/Berlin").relative(then, Date.UTC(2026, 10, 23))).toBe(words));

test("money has its currency's own minor units", () => {
  expect(formats("en").money({ amount: 1999, currency: "EUR" })).toBe("€19.99");
  expect(formats("en").money({ amount: 1999, currency: "JPY" })).toBe("¥1,999");
});

test("a date is the same day everywhere", () => expect(formats("de", "Pacific/Kiritimati").date("2026-11-22")).toBe("22.11.2026"));

test("an unknown country code stays as it is", () => expect(formats("en").country("??")).toBe("??"));

test.each(["", "E", "EU", "eur", "EURO", null, undefined, 5])("%s is no currency and breaks nothing", (currency) => {
  expect(digitsOf(currency)).toBe(2);
  expect(formats("en").money({ amount: 1950, currency: currency as string })).toContain("19.50");
});

test("a time zone that the browser does not know is shown in UTC", () => {
  const at = "2026-11-22T10:00:00Z";
  expect([zoneOf("Factory/Nowhere"), zoneOf("Europe/Berlin"), zoneOf(null)]).toEqual(["UTC", "Europe/Berlin", undefined]);
  for (const word of ["day", "time", "instant"] as const) expect(formats("en", "Factory/Nowhere")[word](at)).toBe(formats("en", "UTC")[word](at));
});

test.each([["en", ["en-GB", "de"], "en-GB"], ["de", ["en-GB", "de-AT"], "de-AT"], ["de", ["en-GB"], "de"], ["en", ["en", "en-US"], "en-US"]])("%s in a browser of %s is %s", (language, browser, expected) =>
  expect(regional(language, browser)).toBe(expected));

test("a British browser writes the day first", () => expect(formats(regional("en", ["en-GB"])).date("2026-11-22")).toBe("22 Nov 2026"));
