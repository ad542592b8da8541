/** The page of one record as the router loads it. */
import { decisionTexts } from "../decisions/texts";
import { RecordPage } from "./RecordPage";
import { recordTexts } from "./texts";

export async function load() {
  await Promise.all([recordTexts(), decisionTexts()]);
  return { Component: RecordPage };
}
