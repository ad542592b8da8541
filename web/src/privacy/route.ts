/** The receipt of an erasure as the router loads it. */
import { ReceiptPage } from "./ReceiptPage";
import { texts } from "./load";

export async function load() {
  await texts();
  return { Component: ReceiptPage };
}
