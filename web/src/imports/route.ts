/** The import screens as the router loads them. */
import { addTexts } from "../i18n/texts";
import { ImportPage } from "./ImportPage";
import { ImportsPage } from "./ImportsPage";
import { NewImport } from "./NewImport";
import en from "./texts.en.json";

const SCREENS = { list: ImportsPage, new: NewImport, one: ImportPage };

export async function load(screen: keyof typeof SCREENS) {
  await addTexts(en, () => import("./texts.de.json"));
  return { Component: SCREENS[screen] };
}
