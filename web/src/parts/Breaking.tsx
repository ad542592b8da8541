/** A text that breaks between its pieces where a line is too short for it. */
import { Fragment } from "react";
import { piecesOf } from "./pieces";

export function Breaking({ text }: { text: string }) {
  return piecesOf(text).map((piece, place) => <Fragment key={place}>{place > 0 && <wbr />}{piece}</Fragment>);
}
