/** Moving a card: at once on the screen, then by the API; a refusal puts it back and says why. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ask, type Query } from "../api/http";
import { path } from "../api/path";
import type { Action, Field, ObjectType, Rec } from "../api/types";
import { shift } from "./columns";
import { actionTo, reopening } from "./steps";

export interface Move { record: Rec; from: string; to: string }
export interface Asked extends Move { action: Action }

export interface Moving {
  type: ObjectType;
  column: Field;
  queryOf: (option: string) => Query;
  moved: (move: Move) => void;
  refused: (move: Move, error: unknown) => void;
}

export function useMoves({ type, column, queryOf, moved, refused }: Moving) {
  const queries = useQueryClient();
  const [asked, setAsked] = useState<Asked | null>(null);
  const put = (record: Rec, from: string, to: string) =>
    shift(queries, type.plural, queryOf(from), queryOf(to), { ...record, [column.name]: to });

  async function write({ record, from, to }: Move, body: Record<string, unknown>): Promise<void> {
    let now: Rec = record;
    for (const action of [reopening(type, column, from, to), actionTo(type, to)]) {
      if (!action) continue;
      now = await ask<Rec>("POST", path`v1/${type.plural}/${record.id}/${action.name}`, { body: action === actionTo(type, to) ? body : {} });
      put({ ...record, ...now }, from, to); // a step on the way belongs to another column: the card stays where it was laid
    }
    if (now[column.name] !== to) await ask("PATCH", path`v1/${type.plural}/${record.id}`, { body: { [column.name]: to } });
  }

  async function finish(move: Move, body: Record<string, unknown>): Promise<void> {
    await write(move, body);
    moved(move);
  }

  function takeBack(move: Move): void {
    put({ ...move.record, [column.name]: move.from }, move.to, move.from);
  }

  async function start(move: Move): Promise<void> {
    if (move.from === move.to) return;
    await queries.cancelQueries({ queryKey: [type.plural, "list"] });
    put(move.record, move.from, move.to);
    const action = actionTo(type, move.to);
    if (action?.fields.length) return setAsked({ ...move, action });
    await finish(move, {}).catch((error: unknown) => {
      takeBack(move);
      refused(move, error);
      return queries.invalidateQueries({ queryKey: [type.plural] });
    });
  }

  return {
    asked,
    start: (move: Move) => void start(move),
    answer: async (move: Move, body: Record<string, unknown>) => {
      await finish(move, body);
      setAsked(null);
    },
    giveUp: (move: Move) => {
      takeBack(move);
      setAsked(null);
    },
  };
}
