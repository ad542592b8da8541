/** The decision as a record's page and a list's side panel load it. */
import { Decision } from "./Decision";
import { decisionTexts } from "./texts";

export async function load() {
  await decisionTexts();
  return { default: Decision };
}
