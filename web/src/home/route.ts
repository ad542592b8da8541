/** The home page as the router loads it: the screen with its texts. */
import { addTexts } from "../i18n/texts";
import { Home } from "./Home";
import en from "./texts.en.json";

export async function load() {
  await addTexts(en, () => import("./texts.de.json"));
  return { Component: Home };
}
