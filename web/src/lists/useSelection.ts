/** Which records are chosen: single ones, or all that the list shows, also those that are not loaded. */
import { useState } from "react";
import type { Rec } from "../api/types";
import type { Which } from "./bulk";
import type { ListState } from "./state";

const NONE: ReadonlySet<string> = new Set();
const MOST = 1000; // ids that one call takes

export function useSelection(records: Rec[], state: ListState, total: number | null | undefined, more: boolean) {
  const [chosen, setChosen] = useState(NONE);
  const [all, chooseAll] = useState("");
  const asked = JSON.stringify([state.view?.id, state.asked]);
  const everything = all === asked; // another filter asks for something else
  const choose = (ids: ReadonlySet<string>) => {
    chooseAll("");
    setChosen(ids);
  };
  const whole = records.length > 0 && records.every((each) => chosen.has(each.id)) && (more || (total ?? 0) > records.length);
  const which: Which | null = everything ? { filter: state.asked, view: state.view?.id } : chosen.size ? { ids: [...chosen].slice(0, MOST) } : null;
  return {
    chosen: everything ? new Set(records.map((each) => each.id)) : chosen,
    choose,
    which,
    offerAll: whole && !everything ? () => chooseAll(asked) : null,
    clear: () => choose(NONE),
  };
}
