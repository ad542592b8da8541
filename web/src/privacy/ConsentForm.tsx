/** Writes down one consent, given or withdrawn; what the API refuses stands at its field, and nothing typed is lost. */
import { Alert, Autocomplete, Button, Group, Paper, SegmentedControl, SimpleGrid, Stack } from "@mantine/core";
import { type FormEvent, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../api/problem";
import { useSave } from "../api/queries";
import type { ObjectType, Profile } from "../api/types";
import { inWords } from "../parts/States";
import { useRefused } from "../parts/useRefused";
import { useLabels } from "../schema/useType";
import { Edit } from "../values/Edit";
import type { Consent } from "./types";
import { PURPOSES, SOURCES, wordOf } from "./wording";

interface Props { type: ObjectType; record: Profile; known: Consent[]; close: () => void }

const STATUSES = ["granted", "withdrawn", "pending"];
const SHOWN = new Set(["purpose", "status", "source", "proof", "at", "expires_at"]); // at which a refusal is told

export function ConsentForm({ type, record, known, close }: Props) {
  const { t } = useTranslation();
  const labels = useLabels();
  const save = useSave(type.plural);
  const form = useRefused(save.error);
  useEffect(() => form.current?.querySelector<HTMLElement>("input:checked")?.focus(), [form]); // the button that opened it is gone
  const [values, set] = useState<Record<string, unknown>>({ status: "granted" });
  const problem = save.error instanceof Problem ? save.error : null;
  const wrong = (name: string) => problem?.fields[name];
  const change = (name: string) => (value: unknown) => set((now) => ({ ...now, [name]: value }));
  const purposes = [...new Set([...PURPOSES, ...known.flatMap((each) => each.purpose ?? [])])];
  const writable = (name: string) => type.fields.find((each) => each.name === name && !each.read_only);
  const told = Boolean(save.error) && !Object.keys(problem?.fields ?? {}).some((name) => SHOWN.has(name) && writable(name));

  function submit(event: FormEvent): void {
    event.preventDefault();
    const said = { ...values, purpose: wordOf(String(values.purpose ?? ""), purposes, labels.option) || null };
    const source = wordOf(String(values.source ?? ""), SOURCES, labels.option);
    save.mutate({ values: { ...said, ...(source && { source }), [`${record.type}_id`]: record.id } }, { onSuccess: close });
  }
  const words = (name: string, choices: string[]) => {
    const field = writable(name);
    return field && <Autocomplete key={name} label={labels.field(field)} description={t(name === "purpose" ? "consents.purpose_help" : "consents.source_help")} withAsterisk={field.required}
      error={wrong(name)} data={[...new Set(choices.map(labels.option))]} maxLength={60} value={String(values[name] ?? "")} onChange={change(name)} />;
  };
  const edit = (name: string, help = "") => {
    const field = writable(name);
    return field && <Edit key={name} field={{ ...field, help }} value={values[name] ?? null} error={wrong(name)} change={change(name)} />;
  };

  return (
    <Paper withBorder p="md">
      <form ref={form} onSubmit={submit} noValidate aria-label={t("consents.add")}>
        <Stack>
          {told && <Alert color="red" role="alert">{inWords(save.error)}</Alert>}
          <SegmentedControl aria-label={t("consents.status")} value={String(values.status)} onChange={change("status")} data={STATUSES.map((value) => ({ value, label: labels.option(value) }))} />
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            {words("purpose", purposes)}
            {words("source", SOURCES)}
          </SimpleGrid>
          {edit("proof", t("consents.proof_help"))}
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            {edit("at", t("consents.at_help"))}
            {values.status === "granted" && edit("expires_at", t("consents.expires_help"))}
          </SimpleGrid>
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>{t("cancel")}</Button>
            <Button type="submit" loading={save.isPending}>{t("consents.save")}</Button>
          </Group>
        </Stack>
      </form>
    </Paper>
  );
}
