/** All countries and languages that the browser has a name for, by their codes. */
const LETTERS = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
const NO_COUNTRIES = new Set(["EU", "EZ", "UN", "QO", "ZZ", "XA", "XB"]);

export function codes(language: string, type: "region" | "language"): { value: string; label: string }[] {
  const names = new Intl.DisplayNames([language], { type, fallback: "none" });
  const pairs = LETTERS.flatMap((one) => LETTERS.map((other) => one + other)).map((code) => (type === "region" ? code : code.toLowerCase()));
  const named = pairs.flatMap((value) => {
    const label = NO_COUNTRIES.has(value) ? undefined : names.of(value);
    return label ? [{ value, label }] : [];
  });
  return named.sort((one, other) => one.label.localeCompare(other.label, language));
}

export const timeZones = ["UTC", ...Intl.supportedValuesOf("timeZone").filter((each) => each !== "UTC")];
