/** Which records are chosen: single ones, or all that the list shows, also those that are not loaded. */
import { useState } from "react";
import type { Rec } from "../api/types";
import type { Which } from "./bulk";
import type { ListState } from "./state";

const NONE: ReadonlySet<string> = new Set();
const MOST = 1000; // ids that one call takes

/** What is chosen on one list is not chosen on another. */
export function useSelection(records: Rec[], state: ListState, total: number | null | undefined, more: boolean) {
  const [chosen, setChosen] = useState(NONE);
  const [everything, chooseAll] = useState(false);
  const asked = JSON.stringify([state.viewId, state.asked]);
  const [list, setList] = useState(asked);
  const choose = (ids: ReadonlySet<string>) => {
    chooseAll(false);
    setChosen(ids);
  };
  if (list !== asked) {
    setList(asked);
    choose(NONE);
  }
  const whole = records.length > 0 && records.every((each) => chosen.has(each.id)) && (more || (total ?? 0) > records.length);
  const which: Which | null = everything ? { filter: state.asked, view: state.viewId } : chosen.size ? { ids: [...chosen].slice(0, MOST) } : null;
  return {
    chosen: everything ? new Set(records.map((each) => each.id)) : chosen,
    choose,
    which,
    offerAll: whole && !everything ? () => chooseAll(true) : null,
    clear: () => choose(NONE),
  };
}
