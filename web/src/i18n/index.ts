/** Texts in the person's language; German is loaded only where it is wanted. */
import i18n from "i18next";
import { initReactI18next } from "react-i18next";
import en from "./en.json";
import { addedGerman } from "./texts";

export const LANGUAGES = { en: "English", de: "Deutsch" } as const;
const KEPT = "kith.language";

export async function start(): Promise<void> {
  await i18n.use(initReactI18next).init({
    lng: "en",
    fallbackLng: "en",
    resources: { en: { translation: en } },
    interpolation: { escapeValue: false }, // React escapes
    returnNull: false,
  });
  await speak(localStorage.getItem(KEPT) ?? navigator.language);
}

/** What a language calls itself, where we speak it. */
export function spokenName(code: string | undefined): string | undefined {
  return Object.entries(LANGUAGES).find(([own]) => code?.toLowerCase().startsWith(own))?.[1];
}

/** What a person reads: what they chose, else what the company chose, else what their browser speaks. */
export function languageOf(me: { locale: string | null; company: { language: string; language_chosen?: boolean } }, browser: string): string {
  if (me.locale) return me.locale;
  return me.company.language_chosen || !spokenName(browser) ? me.company.language : browser;
}

/** Change the language, as far as we have it. */
export async function speak(wanted: string): Promise<void> {
  const language = wanted.slice(0, 2).toLowerCase();
  if (!(language in LANGUAGES)) return;
  if (language === "de" && !i18n.hasResourceBundle("de", "translation")) {
    i18n.addResourceBundle("de", "translation", (await import("./de.json")).default);
  }
  if (language === "de") await addedGerman();
  localStorage.setItem(KEPT, language);
  document.documentElement.lang = language;
  await i18n.changeLanguage(language);
}
