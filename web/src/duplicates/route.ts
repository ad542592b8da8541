/** The duplicate queue as the router loads it. */
import { addTexts } from "../i18n/texts";
import { DuplicatesPage } from "./DuplicatesPage";
import en from "./texts.en.json";

export async function load() {
  await addTexts(en, () => import("./texts.de.json"));
  return { Component: DuplicatesPage };
}
