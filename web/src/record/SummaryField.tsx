/** One field of the summary, read and changed in place. */
import { Box, Group, Text, UnstyledButton } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Field, ObjectType, Profile } from "../api/types";
import { changeable, useMay } from "../schema/useMay";
import { useLabels } from "../schema/useType";
import { Show } from "../values/Show";
import { FieldForm } from "./FieldForm";
import classes from "./record.module.css";

interface Props { type: ObjectType; field: Field; record: Profile }

export function SummaryField(props: Props) {
  const labels = useLabels();
  const [editing, edit] = useState<boolean | null>(null);
  const name = labels.field(props.field);
  const locked = !changeable(useMay(props.type), props.field, props.record);
  return (
    <Box className={classes.row}>
      <Text component="dt" c="dimmed" size="xs" className={classes.label}>{name}</Text>
      <Box component="dd" m={0} className={classes.value}>
        {editing ? <FieldForm {...props} close={() => edit(false)} /> : <Value {...props} name={name} locked={locked} left={editing === false} edit={() => edit(true)} />}
      </Box>
    </Box>
  );
}

/** `left`: the input was closed, and who is nowhere else stands here again. */
function Value({ field, record, name, locked, left, edit }: Props & { name: string; locked: boolean; left: boolean; edit: () => void }) {
  const { t } = useTranslation();
  const pencil = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (left && document.activeElement === document.body) pencil.current?.focus();
  }, [left]);
  const shown = <Show field={field} value={record[field.name]} record={record} whole />;
  if (locked) return <div className={classes.locked}>{shown}</div>;
  return (
    <Group gap={4} wrap="nowrap" className={classes.editable} onDoubleClick={edit}>
      <Box flex={1} miw={0}>{shown}</Box>
      <UnstyledButton ref={pencil} className={classes.pencil} onClick={edit} aria-label={t("record.edit", { field: name })}>{t("edit")}</UnstyledButton>
    </Group>
  );
}
