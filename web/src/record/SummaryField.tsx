/** One field of the summary, read and changed in place; a change by somebody else is told with both values. */
import { ActionIcon, Alert, Box, Button, Group, Text, UnstyledButton } from "@mantine/core";
import { Check, X } from "lucide-react";
import { type FormEvent, type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSave } from "../api/queries";
import { Problem } from "../api/problem";
import type { Field, ObjectType, Profile } from "../api/types";
import { inWords } from "../parts/States";
import { useLabels } from "../schema/useType";
import { Edit } from "../values/Edit";
import { Show } from "../values/Show";
import classes from "./record.module.css";

interface Props { type: ObjectType; field: Field; record: Profile }

export function SummaryField(props: Props) {
  const labels = useLabels();
  const [editing, edit] = useState(false);
  const name = labels.field(props.field);
  const locked = props.field.read_only || props.type.permissions.update === "none";
  return (
    <Box className={classes.row}>
      <Text component="dt" c="dimmed" size="xs" className={classes.label}>{name}</Text>
      <Box component="dd" m={0} className={classes.value}>
        {editing ? <FieldForm {...props} close={() => edit(false)} /> : <Value {...props} name={name} locked={locked} edit={() => edit(true)} />}
      </Box>
    </Box>
  );
}

function Value({ field, record, name, locked, edit }: Props & { name: string; locked: boolean; edit: () => void }) {
  const { t } = useTranslation();
  const shown = <Show field={field} value={record[field.name]} record={record} />;
  if (locked) return <div className={classes.locked}>{shown}</div>;
  return (
    <Group gap={4} wrap="nowrap" className={classes.editable} onDoubleClick={edit}>
      <Box flex={1} miw={0}>{shown}</Box>
      <UnstyledButton className={classes.pencil} onClick={edit} aria-label={t("record.edit", { field: name })}>{t("edit")}</UnstyledButton>
    </Group>
  );
}

function FieldForm({ type, field, record, close }: Props & { close: () => void }) {
  const { t } = useTranslation();
  const save = useSave(type.plural);
  const [value, setValue] = useState<unknown>(record[field.name] ?? null);
  const [version, setVersion] = useState(record.version);
  const problem = save.error instanceof Problem ? save.error : null;
  const conflict = problem?.status === 412 ? problem.body.conflicts?.find((each) => each.field === field.name) : undefined;

  function submit(event?: FormEvent, against = version): void {
    event?.preventDefault();
    save.mutate({ id: record.id, version: against, values: { [field.name]: value } }, {
      onSuccess: close,
      onError: (error) => {
        if (!(error instanceof Problem) || error.status !== 412 || !error.body.version) return;
        setVersion(error.body.version);
        if (!error.body.conflicts?.length) submit(undefined, error.body.version); // another field was changed: ours may stand
      },
    });
  }

  const keys = (event: KeyboardEvent) => {
    if (event.key === "Escape") close();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit();
  };
  return (
    <form onSubmit={submit} onKeyDown={keys} noValidate>
      <Group gap={4} align="flex-start" wrap="nowrap">
        <Box flex={1} miw={0}>
          <Edit field={field} value={value} change={setValue} label={false} autoFocus
            error={problem?.fields[field.name] ?? (problem && problem.status !== 412 ? inWords(problem) : undefined)} />
        </Box>
        <ActionIcon type="submit" size="md" loading={save.isPending} aria-label={t("save")}><Check size={15} /></ActionIcon>
        <ActionIcon variant="default" size="md" onClick={close} aria-label={t("cancel")}><X size={15} /></ActionIcon>
      </Group>
      {conflict && (
        <Alert color="yellow" mt={6} p="xs" role="alert" title={t("record.conflict")}>
          <Text size="sm">{t("record.theirs")}: <Show field={field} value={conflict.theirs} record={record} /></Text>
          <Group gap="xs" mt={6}>
            <Button size="compact-xs" onClick={() => submit()}>{t("record.keep_mine")}</Button>
            <Button size="compact-xs" variant="default" onClick={close}>{t("record.keep_theirs")}</Button>
          </Group>
        </Alert>
      )}
    </form>
  );
}
