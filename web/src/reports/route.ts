/** The reports as the router loads them. */
import { addTexts } from "../i18n/texts";
import { ReportsPage } from "./ReportsPage";
import en from "./texts.en.json";

export async function load() {
  await addTexts(en, () => import("./texts.de.json"));
  return { Component: ReportsPage };
}
