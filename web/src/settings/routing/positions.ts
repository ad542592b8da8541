/** New positions when a rule is dragged elsewhere: of it alone if there is room between its neighbours, else of all. */
import { moved } from "../../parts/order";

export interface Placed { id: string; position: number }

const STEP = 10;

export function inOrder<T extends Placed>(rules: readonly T[]): T[] {
  return [...rules].sort((one, other) => one.position - other.position || one.id.localeCompare(other.id));
}

export function positions(rules: readonly Placed[], from: number, to: number): Placed[] {
  const order = moved(rules, from, to);
  const rule = order[to];
  if (!rule || from === to) return [];
  const before = order[to - 1]?.position;
  const after = order[to + 1]?.position;
  if (before === undefined && after !== undefined) return [{ id: rule.id, position: after - STEP }];
  if (after === undefined && before !== undefined) return [{ id: rule.id, position: before + STEP }];
  if (before !== undefined && after !== undefined && after > before) return [{ id: rule.id, position: (before + after) / 2 }];
  return order.map(({ id }, place) => ({ id, position: (place + 1) * STEP }));
}
