/** Data quality as the router loads it: the account of every object, and the records that have one problem. */
import { addTexts } from "../i18n/texts";
import { AffectedPage } from "./AffectedPage";
import { QualityPage } from "./QualityPage";
import en from "./texts.en.json";

const SCREENS = { all: QualityPage, affected: AffectedPage };

export async function load(screen: keyof typeof SCREENS) {
  await addTexts(en, () => import("./texts.de.json"));
  return { Component: SCREENS[screen] };
}
