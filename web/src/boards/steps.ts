/** How a record gets from one column to another: by an action where the type has one for it, else by a change of the field. */
import type { Action, Field, ObjectType } from "../api/types";

const REACHED_BY: Record<string, string> = {
  qualified: "qualify", disqualified: "disqualify", done: "complete", completed: "complete", cancelled: "cancel",
  converted: "convert", won: "win", lost: "lose", closed: "close", solved: "solve", resolved: "resolve",
};

/** The action that ends in this value, if the person may use it. */
export function actionTo(type: ObjectType, value: string): Action | undefined {
  return usable(type, REACHED_BY[value] ?? "");
}

/** What opens a record again that an action has closed, where a step then leads on: else it would be open for nothing. */
export function reopening(type: ObjectType, column: Field, from: string, to: string): Action | undefined {
  return actionTo(type, from) && (begins(type, column, to) || actionTo(type, to)) ? usable(type, "reopen") : undefined;
}

/** Whether a record may begin its life here: before the columns that only an action reaches. */
export function begins(type: ObjectType, column: Field, option: string): boolean {
  const closed = column.options.findIndex((each) => actionTo(type, each));
  return closed < 0 || column.options.indexOf(option) < closed;
}

/** The columns that a card can get to: by hand, or by an action that there is. */
export function columnsOf(type: ObjectType, column: Field): string[] {
  return column.options.filter((each) => (column.by_hand ?? column.options).includes(each) || type.actions.some((action) => action.name === REACHED_BY[each]));
}

function usable(type: ObjectType, name: string): Action | undefined {
  return type.actions.find((each) => each.name === name && !each.on_collection && type.permissions[each.permission] !== "none");
}
