/** One question: its words, what kind of answer, and which field of the lead the answer fills. */
import { ActionIcon, Checkbox, Group, Select, Stack, TagsInput, Text, TextInput } from "@mantine/core";
import { Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useLabels, useType } from "../../schema/useType";
import classes from "../settings.module.css";
import { KINDS, type Question, fillable } from "./types";

interface Props { question: Question; handle: ReactNode; error: string; change: (question: Question) => void; remove: () => void }

export function QuestionEdit({ question, handle, error, change, remove }: Props) {
  const { t } = useTranslation();
  const labels = useLabels();
  const name = question.label ?? question.name;
  const targets = fillable(useType("leads")?.fields ?? []).map((field) => ({ value: field.name, label: labels.field(field) }));
  return (
    <Group className={classes.card} p="xs" gap={6} wrap="nowrap" align="flex-start">
      {handle}
      <Stack gap={6} flex={1} miw={0}>
        <Group gap={6} wrap="nowrap">
          <TextInput size="xs" flex={1} aria-label={t("settings.forms.words", { name })} value={question.label ?? ""} onChange={(event) => change({ ...question, label: event.currentTarget.value })} />
          <ActionIcon variant="subtle" color="gray" onClick={remove} aria-label={t("settings.forms.drop", { name })}><Trash2 size={14} /></ActionIcon>
        </Group>
        <Group gap={6}>
          <Select size="xs" w={130} aria-label={t("settings.forms.kind", { name })} allowDeselect={false} value={question.type} data={KINDS.map((value) => ({ value, label: t(`settings.kinds.${value}`) }))} onChange={(type) => change({ ...question, type: type ?? "text" })} />
          <Select size="xs" flex={1} miw={150} searchable clearable clearButtonProps={{ "aria-label": t("filter.clear") }} aria-label={t("settings.forms.fills", { name })} placeholder={t("settings.forms.fills_none")} value={question.maps_to ?? null} data={targets} onChange={(maps_to) => change({ ...question, maps_to })} />
          <Checkbox size="xs" label={t("settings.forms.required")} aria-label={t("settings.forms.required_of", { name })} checked={question.required ?? false} onChange={(event) => change({ ...question, required: event.currentTarget.checked })} />
        </Group>
        {question.type === "choice" && <TagsInput size="xs" aria-label={t("settings.forms.options", { name })} placeholder={t("settings.forms.options_add")} value={question.options ?? []} onChange={(options) => change({ ...question, options })} acceptValueOnBlur />}
        {error && <Text size="xs" c="red" role="alert">{error}</Text>}
      </Stack>
    </Group>
  );
}
