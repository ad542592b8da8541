/** The columns themselves, with dragging, keys and what is said aloud of them. */
import { Text, VisuallyHidden } from "@mantine/core";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Query } from "../api/http";
import type { Condition, Field, ObjectType, Rec } from "../api/types";
import { useCreate } from "../create/useCreate";
import { Peek } from "../lists/Peek";
import { useMay } from "../schema/useMay";
import { makes, titleOf, useLabels } from "../schema/useType";
import { Asking } from "./Asking";
import { cardFields, ownerField } from "./board";
import classes from "./boards.module.css";
import { Card, Face } from "./Card";
import { Column } from "./Column";
import { useRows } from "./figures";
import { begins, columnsOf } from "./steps";
import { useDrag } from "./useDrag";
import { useKeys } from "./useKeys";
import { useMoves } from "./useMoves";
import { useWords } from "./useWords";

const PAGE = 25;

export function Board({ type, column, filter, mine }: { type: ObjectType; column: Field; filter: Condition | null; mine: boolean }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const options = columnsOf(type, column);
  const create = useCreate();
  const board = useRef<HTMLDivElement>(null);
  const ghost = useRef<HTMLDivElement>(null);
  const [focused, focus] = useState("");
  const [peeked, peek] = useState<{ id: string; ids: string[] }>({ id: "", ids: [] });
  const rows = useRows(type, column, mine, filter !== null);
  const words = useWords();
  const queryOf = (option: string): Query => ({
    limit: PAGE, sort: type.sort_keys.includes("due_at") ? "due_at" : "", fields: cardFields(type, column),
    filter: filter ? JSON.stringify(filter) : "", [column.name]: option, ...(mine ? { [ownerField(type)]: "me" } : {}),
  });
  const moves = useMoves({ type, column, queryOf, moved: (move) => words.moved(move, () => moves.start(words.back(move, column))), refused: words.refused });
  const reach = useMay(type);
  const may = (record: Rec) => reach("update", record);
  const { dragged, over: below, grab } = useDrag(board, ghost, (record, from, to) => moves.start({ record, from, to }));
  const keys = useKeys({
    options, may,
    drop: (record, from, to) => {
      focus(record.id);
      moves.start({ record, from, to });
    },
    say: (what, record, where) => words.say(t(`board.said.${what}`, { title: titleOf(record), where: labels.option(where) })),
  });
  const over = below || keys.held?.over;
  const card = (option: string) => (record: Rec, ids: string[]) => (
    <Card key={record.id} type={type} record={record} movable={may(record)} held={keys.held?.record.id === record.id} focused={focused === record.id}
      gone={dragged?.record.id === record.id} grab={(event) => grab(event, record, option)} keys={(event) => keys.keys(event, record, option)}
      letGo={keys.letGo} peek={() => peek({ id: record.id, ids })} />
  );
  return (
    <>
      <div ref={board} className={classes.board} data-dragging={dragged ? true : undefined}>
        {options.map((option) => (
          <Column key={option} type={type} column={column} option={option} query={queryOf(option)} narrowed={filter !== null || mine} rows={rows} over={over === option} card={card(option)}
            add={!makes(type) || !begins(type, column, option) ? null : () => create.open(type.plural, { [column.name]: option })} />
        ))}
      </div>
      {dragged && (
        <div ref={ghost} className={classes.ghost} style={{ width: dragged.width }} aria-hidden>
          <Face type={type} record={dragged.record} title={<Text span size="sm" fw={550}>{titleOf(dragged.record)}</Text>} />
        </div>
      )}
      <VisuallyHidden id="board-keys">{t("board.keys")}</VisuallyHidden>
      <VisuallyHidden role="status" aria-live="assertive">{words.said}</VisuallyHidden>
      {moves.asked && <Asking key={moves.asked.record.id} asked={moves.asked} answer={moves.answer} giveUp={moves.giveUp} />}
      <Peek type={type} ids={peeked.ids} id={peeked.id} peek={(id) => peek({ ...peeked, id })} />
    </>
  );
}
