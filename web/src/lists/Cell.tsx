/** One value in a list; a double click or Enter changes it where it stands. */
import { Popover, Table } from "@mantine/core";
import { memo } from "react";
import type { Field, ObjectType, Rec } from "../api/types";
import { changeable, useMay } from "../schema/useMay";
import { FieldForm } from "../record/FieldForm";
import { Inside } from "../values/inside";
import { Show } from "../values/Show";
import classes from "./lists.module.css";

interface Props { type: ObjectType; record: Rec; field: Field; cell: string; focusable: boolean; editing: boolean; edit: () => void; close: () => void }

export const Cell = memo(function Cell({ type, record, field, cell, focusable, editing, edit, close }: Props) {
  const shown = <div className={classes.clip}><Show field={field} value={record[field.name]} record={record} /></div>;
  const locked = !changeable(useMay(type), field, record);
  return (
    <Table.Td data-cell={cell} tabIndex={focusable ? 0 : -1} className={classes.cell} data-locked={locked || undefined} onDoubleClick={edit}>
      {editing ? (
        <Popover opened onChange={(open) => open || close()} position="bottom-start" width={320} shadow="md" trapFocus returnFocus withinPortal offset={2}>
          <Popover.Target>{shown}</Popover.Target>
          <Popover.Dropdown p="xs" onDoubleClick={(event) => event.stopPropagation()}>
            <Inside value><FieldForm type={type} field={field} record={record} close={close} label /></Inside>
          </Popover.Dropdown>
        </Popover>
      ) : shown}
    </Table.Td>
  );
});
