/** A form for a record of the configuration, built from the schema; a field may have a widget of its own. */
import { Alert, Button, Grid, Group, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../../api/problem";
import { useSave } from "../../api/queries";
import type { ObjectType, Rec } from "../../api/types";
import { inWords } from "../../parts/States";
import { useRefused } from "../../parts/useRefused";
import { Edit, type InputProps } from "../../values/Edit";
import classes from "../settings.module.css";
import { changed } from "./changed";
import { useOwnWords } from "./useOwnWords";

export type Values = Record<string, unknown>;
export type Widget = (props: InputProps & { values: Values; set: (name: string, value: unknown) => void; errors: Record<string, string> }) => ReactNode;

const SETTLES = 400; // a condition tells of its change when one pauses

interface Props {
  type: ObjectType;
  record?: Rec | undefined;
  fields: string[];
  given?: Values;
  widgets?: Record<string, Widget>;
  saved: (record: Rec) => void;
  cancel: () => void;
  submit?: string;
  beside?: (values: Values) => ReactNode;
}

export function RecordForm({ type, record, fields, given = {}, widgets = {}, saved, cancel, submit, beside }: Props) {
  const { t } = useTranslation();
  const words = useOwnWords(type);
  const may = type.permissions[record ? "update" : "create"] !== "none";
  const save = useSave(type.plural);
  const form = useRefused(save.error);
  const queries = useQueryClient();
  const [values, setValues] = useState<Values>(() => ({ ...given, ...record }));
  const latest = useRef(values);
  const problem = save.error instanceof Problem ? save.error : null;
  const errors = problem?.fields ?? {};
  const shown = fields.flatMap((name) => type.fields.find((field) => field.name === name && (!field.read_only || widgets[name])) ?? []);
  const set = (name: string, value: unknown) => {
    latest.current = { ...latest.current, [name]: value };
    setValues(latest.current);
  };
  const elsewhere = problem?.body.errors?.filter((each) => !fields.some((name) => each.field.startsWith(name))).map((each) => each.message) ?? [];

  const [busy, setBusy] = useState(false);
  const settling = shown.some((field) => field.type === "condition" || field.name === "pool");

  async function keep(event: FormEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    if (settling) await new Promise((settled) => setTimeout(settled, SETTLES));
    setBusy(false);
    const now = latest.current;
    const wanted = record ? changed(record, now, fields) : Object.fromEntries(Object.entries(now).filter(([, value]) => value !== null && value !== undefined));
    save.mutate({ ...(record ? { id: record.id, version: record.version } : {}), values: wanted }, {
      onSuccess: (answer) => {
        void queries.invalidateQueries();
        saved(answer);
      },
    });
  }

  return (
    <form ref={form} onSubmit={(event) => void keep(event)} noValidate>
      <fieldset disabled={!may} className={classes.bare}><Halves beside={beside?.(values)}>
        {problem && (!problem.body.errors?.length || elsewhere.length > 0) && (
          <Alert color="red" role="alert">{problem.status === 412 ? t("settings.stale") : elsewhere.join(" ") || inWords(problem)}</Alert>
        )}
        {save.error && !problem && <Alert color="red" role="alert">{inWords(save.error)}</Alert>}
        {shown.map((field, place) => {
          const own = words(field);
          const props = { field: own, value: values[field.name] ?? null, error: errors[field.name], autoFocus: place === 0, change: (value: unknown) => set(field.name, value) };
          const Own = widgets[field.name];
          return Own ? <Own key={field.name} {...props} values={values} set={set} errors={errors} /> : <Edit key={field.name} {...props} />;
        })}
        {may ? (
          <Group justify="flex-end">
            <Button variant="default" onClick={cancel}>{t("cancel")}</Button>
            <Button type="submit" loading={busy || save.isPending}>{submit ?? t("save")}</Button>
          </Group>
        ) : <Text size="sm" c="dimmed">{t("settings.look")}</Text>}
      </Halves></fieldset>
    </form>
  );
}

function Halves({ beside, children }: { beside: ReactNode; children: ReactNode }) {
  if (!beside) return <Stack>{children}</Stack>;
  return (
    <Grid gap="lg">
      <Grid.Col span={{ base: 12, lg: 7 }}><Stack>{children}</Stack></Grid.Col>
      <Grid.Col span={{ base: 12, lg: 5 }}>{beside}</Grid.Col>
    </Grid>
  );
}
