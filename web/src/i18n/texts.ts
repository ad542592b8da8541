/** Texts of a screen that is loaded by route stand beside it and come with it; its German only where it is wanted. */
import i18n from "i18next";

type Texts = Record<string, unknown>;

const german: (() => Promise<void>)[] = [];

/** To be awaited before the screen is shown: `await addTexts(en, () => import("./texts.de.json"))`. */
export async function addTexts(en: Texts, de: () => Promise<{ default: Texts }>): Promise<void> {
  i18n.addResourceBundle("en", "translation", en, true);
  let loaded: Promise<void> | null = null;
  const load = () => (loaded ??= de().then((texts) => void i18n.addResourceBundle("de", "translation", texts.default, true)));
  german.push(load);
  if (i18n.language === "de") await load();
}

/** The German of every screen that was opened so far. */
export async function addedGerman(): Promise<void> {
  await Promise.all(german.map((load) => load()));
}
