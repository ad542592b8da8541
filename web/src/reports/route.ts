/** The reports, and one of them, as the router loads them. */
import { addTexts } from "../i18n/texts";
import { recordTexts } from "../record/texts";
import { ReportPage } from "./ReportPage";
import { ReportsPage } from "./ReportsPage";
import en from "./texts.en.json";

const SCREENS = { all: ReportsPage, one: ReportPage };

export async function load(screen: keyof typeof SCREENS) {
  await Promise.all([addTexts(en, () => import("./texts.de.json")), ...(screen === "one" ? [recordTexts()] : [])]);
  return { Component: SCREENS[screen] };
}
