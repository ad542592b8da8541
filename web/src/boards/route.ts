/** The board as the router loads it: the screen with its texts and those of the list, whose filter and peek it shows. */
import { addTexts } from "../i18n/texts";
import list from "../lists/texts.en.json";
import { BoardPage } from "./BoardPage";
import en from "./texts.en.json";

export async function load() {
  await Promise.all([addTexts(list, () => import("../lists/texts.de.json")), addTexts(en, () => import("./texts.de.json"))]);
  return { Component: BoardPage };
}
