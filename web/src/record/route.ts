/** The page of one record as the router loads it. */
import { decisionTexts } from "../decisions/texts";
import { addTexts } from "../i18n/texts";
import { RecordPage } from "./RecordPage";
import en from "./texts.en.json";

export async function load() {
  await Promise.all([addTexts(en, () => import("./texts.de.json")), decisionTexts()]);
  return { Component: RecordPage };
}
