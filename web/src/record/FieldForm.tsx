/** One field's input, saved against the version that was read; a change by somebody else is told with both values. */
import { ActionIcon, Alert, Box, Button, Group, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { Check, X } from "lucide-react";
import { type FormEvent, type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSave } from "../api/queries";
import { Problem } from "../api/problem";
import type { Field, ObjectType, Rec } from "../api/types";
import { inWords } from "../parts/States";
import { useRefused } from "../parts/useRefused";
import { mentions } from "../schema/useType";
import { Edit } from "../values/Edit";
import { Show } from "../values/Show";

interface Props { type: ObjectType; field: Field; record: Rec; close: () => void; label?: boolean }

/** Kinds whose choice is the whole answer: saved as soon as it is made. */
const AT_ONCE = new Set(["choice", "user", "country", "language", "time_zone", "reference"]);

export function FieldForm({ type, field, record, close, label = false }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const save = useSave(type.plural);
  const [value, setValue] = useState<unknown>(record[field.name] ?? null);
  const [version, setVersion] = useState(record.version);
  const problem = save.error instanceof Problem ? save.error : null;
  const conflict = problem?.status === 412 ? problem.body.conflicts?.find((each) => each.field === field.name) : undefined;
  const form = useRefused(problem?.status === 412 && !conflict ? null : save.error);

  function keep(wanted: unknown, against = version): void {
    if (JSON.stringify(wanted) === JSON.stringify(record[field.name] ?? null)) return close();
    save.mutate({ id: record.id, version: against, values: { [field.name]: wanted } }, {
      onSuccess: close,
      onError: (error) => {
        if (!(error instanceof Problem) || error.status !== 412 || !error.body.version) return;
        setVersion(error.body.version);
        void queries.invalidateQueries({ queryKey: [type.plural] }); // who keeps theirs sees it
        if (!error.body.conflicts?.some((each) => each.field === field.name)) keep(wanted, error.body.version); // another field was changed: ours may stand
      },
    });
  }
  const change = (next: unknown) => {
    setValue(next);
    if (AT_ONCE.has(field.type)) keep(next);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    keep(value);
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key === "Escape" && !(event.target instanceof HTMLElement && event.target.getAttribute("aria-expanded") === "true")) {
      event.stopPropagation();
      close();
    }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) keep(value);
  };
  return (
    <form ref={form} onSubmit={submit} onKeyDown={keys} noValidate>
      <Group gap={4} align={label ? "flex-end" : "flex-start"} wrap="nowrap">
        <Box flex={1} miw={0}>
          <Edit field={field} value={value} change={change} label={label} autoFocus size="xs" mentions={mentions(type, field)}
            error={problem && problem.status !== 412 ? (problem.fields[field.name] ?? inWords(problem)) : undefined} />
        </Box>
        <ActionIcon type="submit" size={30} loading={save.isPending} aria-label={t("save")}><Check size={15} /></ActionIcon>
        <ActionIcon variant="default" size={30} onClick={close} aria-label={t("cancel")}><X size={15} /></ActionIcon>
      </Group>
      {conflict && (
        <Alert color="yellow" mt={6} p="xs" role="alert" title={t("record.conflict")}>
          <Text size="sm" component="div">{t("record.theirs")}: <Show field={field} value={conflict.theirs} record={record} /></Text>
          <Text size="sm" component="div">{t("record.mine")}: <Show field={field} value={value} record={record} /></Text>
          <Group gap="xs" mt={6}>
            <Button size="compact-xs" onClick={() => keep(value)}>{t("record.keep_mine")}</Button>
            <Button size="compact-xs" variant="default" onClick={close}>{t("record.keep_theirs")}</Button>
          </Group>
        </Alert>
      )}
    </form>
  );
}
