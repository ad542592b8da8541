/** What a record's page says, for it and for other pages that show its parts. */
import { addTexts } from "../i18n/texts";
import en from "./texts.en.json";

export async function recordTexts(): Promise<void> {
  await addTexts(en, () => import("./texts.de.json"));
}
