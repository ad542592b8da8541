/** One value in a list; a double click or Enter changes it where it stands, on a touch screen the pencil of the cell that was tapped. */
import { Popover, Table, UnstyledButton } from "@mantine/core";
import { PencilLine } from "lucide-react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import type { Field, ObjectType, Rec } from "../api/types";
import { changeable, useMay } from "../schema/useMay";
import { useLabels } from "../schema/useType";
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
      {focusable && !editing && !locked && <Pencil field={field} edit={edit} />}
    </Table.Td>
  );
});

/** Shown where nothing hovers; keys have Enter. */
function Pencil({ field, edit }: Pick<Props, "field" | "edit">) {
  const { t } = useTranslation();
  const labels = useLabels();
  return <UnstyledButton tabIndex={-1} className={classes.pencil} onClick={edit} aria-label={t("record.edit", { field: labels.field(field) })}><PencilLine size={15} aria-hidden /></UnstyledButton>;
}
