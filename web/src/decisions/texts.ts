/** The words of decisions and of the conditions in them: for records, and for the settings that try rules. */
import { addTexts } from "../i18n/texts";
import en from "./texts.en.json";

export async function decisionTexts(): Promise<void> {
  await addTexts(en, () => import("./texts.de.json"));
}
