/** Consents and personal data as a record's page loads them: few look there, so they come when they are opened. */
import { addTexts } from "../i18n/texts";
import en from "./texts.en.json";

export async function texts(): Promise<void> {
  await addTexts(en, () => import("./texts.de.json"));
}

export async function consents() {
  const [{ Consents }] = await Promise.all([import("./Consents"), texts()]);
  return { default: Consents };
}

export async function personalData() {
  const [{ PersonalData }] = await Promise.all([import("./PersonalData"), texts()]);
  return { default: PersonalData };
}
