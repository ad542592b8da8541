/** A record in a list: chosen, looked at, opened (in a new tab by a middle click), changed cell by cell. */
import { Checkbox, Table, UnstyledButton } from "@mantine/core";
import { PanelRightOpen } from "lucide-react";
import { memo, type MouseEvent } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Field, ObjectType, Rec } from "../api/types";
import { SharedSign } from "../record/SharedSign";
import { titleOf } from "../schema/useType";
import { Cell } from "./Cell";
import classes from "./lists.module.css";
import type { Place } from "./useGrid";

export interface RowProps {
  type: ObjectType;
  record: Rec;
  fields: Field[];
  row: number;
  at: number; // the column that the keyboard stands in, -1 where it stands in another row
  editing: number;
  chosen: boolean;
  act: RowActs;
}

export interface RowActs {
  choose: (row: number, until: boolean) => void;
  peek: (row: number) => void;
  edit: (place: Place | null) => void;
  stand: (place: Place) => void;
}

export const Row = memo(function Row({ type, record, fields, row, at, editing, chosen, act }: RowProps) {
  const { t } = useTranslation();
  const title = titleOf(record);
  const inner = at >= 0 ? 0 : -1; // one row at a time is walked by Tab
  return (
    <Table.Tr data-chosen={chosen || undefined} data-at={at >= 0 || undefined} onFocus={(event) => act.stand({ row, column: columnOf(event.target) ?? Math.max(0, at) })}>
      <Table.Td className={classes.tick}>
        <Checkbox size="xs" tabIndex={inner} aria-label={t("list.choose", { title })} checked={chosen} readOnly onClick={(event: MouseEvent) => act.choose(row, event.shiftKey)} onChange={noop} />
      </Table.Td>
      <Table.Td className={classes.name}>
        <div className={classes.clip}>
          <Link data-cell={`${row}:0`} tabIndex={at === 0 ? 0 : -1} className="record isolated" to={`/${type.plural}/${record.id}`}>{title}</Link>
          {record.shares ? <SharedSign record={record} /> : null}
        </div>
        <UnstyledButton tabIndex={inner} className={classes.peek} onClick={() => act.peek(row)} aria-label={t("list.peek", { title })}><PanelRightOpen size={14} /></UnstyledButton>
      </Table.Td>
      {fields.map((field, place) => (
        <Cell key={field.name} type={type} record={record} field={field} cell={`${row}:${place + 1}`} focusable={at === place + 1} editing={editing === place + 1}
          edit={() => act.edit({ row, column: place + 1 })} close={() => act.edit(null)} />
      ))}
      <Table.Td />
    </Table.Tr>
  );
});

function noop(): void {
  // the click has chosen already, since it knows of the shift key
}

function columnOf(target: EventTarget): number | null {
  const cell = target instanceof HTMLElement ? target.closest<HTMLElement>("[data-cell]")?.dataset.cell : undefined;
  return cell === undefined ? null : Number(cell.split(":")[1]);
}
