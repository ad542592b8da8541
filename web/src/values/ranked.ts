/** Choices that have a code, as one types: by the code first, then names that begin so, then what holds it somewhere. */

interface Choice { value: string; label: string }

const LANGUAGES = ["en", "de"]; // a name is known in each of them, whatever the page speaks

/** For an input's `filter`: the fitting ones of `options`, likeliest first; all as they stand where nothing is typed. */
export function ranked(type: "region" | "language") {
  return ({ options, search, limit }: { options: unknown[]; search: string; limit: number }): Choice[] => {
    const choices = options as Choice[];
    const typed = plain(search);
    if (!typed) return choices.slice(0, limit);
    const found = choices.map((choice) => ({ choice, rank: rankOf(typed, choice.value, [choice.label, ...others(type, choice.value)].map(plain)) }));
    return found.filter((each) => each.rank < NOWHERE).sort((one, other) => one.rank - other.rank).slice(0, limit).map((each) => each.choice);
  };
}

const NOWHERE = 4;

function rankOf(typed: string, code: string, names: string[]): number {
  if (code.toLowerCase() === typed) return 0;
  if (names.some((name) => name.startsWith(typed))) return 1;
  if (names.some((name) => name.includes(` ${typed}`))) return 2;
  return names.some((name) => name.includes(typed)) ? 3 : NOWHERE;
}

function others(type: "region" | "language", code: string): string[] {
  if (!/^[a-z]{2}$/i.test(code)) return []; // kept from elsewhere: no code of ours
  return LANGUAGES.map((language) => names(language, type).of(code) ?? "");
}

const made = new Map<string, Intl.DisplayNames>();

function names(language: string, type: "region" | "language"): Intl.DisplayNames {
  const key = `${language} ${type}`;
  const found = made.get(key) ?? new Intl.DisplayNames([language], { type, fallback: "code" });
  made.set(key, found);
  return found;
}

/** Without case and accents: "osterreich" finds Österreich. */
function plain(text: string): string {
  return text.trim().toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
}
