/** The recycle bin as the router loads it. */
import { addTexts } from "../i18n/texts";
import { BinPage } from "./BinPage";
import en from "./texts.en.json";

export async function load() {
  await addTexts(en, () => import("./texts.de.json"));
  return { Component: BinPage };
}
