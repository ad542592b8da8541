/** The questions of a form, put in order by dragging. */
import { Button, Fieldset, Menu, ScrollArea, Stack, Text } from "@mantine/core";
import { Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { moved } from "../../parts/order";
import { Sortable } from "../../parts/Sortable";
import { useLabels, useType } from "../../schema/useType";
import type { Widget } from "../parts/RecordForm";
import { QuestionEdit } from "./QuestionEdit";
import { type Question, fillable, question } from "./types";

export const QuestionsEdit: Widget = ({ field, value, change, error, errors }) => {
  const { t } = useTranslation();
  const questions = (value as Question[] | null) ?? [];
  const wrong = (place: number) => Object.entries(errors).flatMap(([name, text]) => (name.startsWith(`fields[${place}]`) ? [text] : [])).join(" ");
  return (
    <Fieldset legend={field.label} p="sm">
      <Stack gap="sm">
        {error && <Text size="xs" c="red" role="alert">{error}</Text>}
        <Sortable items={questions} keyOf={(each) => each.name} nameOf={(each) => each.label ?? each.name} move={(from, to) => change(moved(questions, from, to))}>
          {(each, handle, place) => (
            <QuestionEdit question={each} handle={handle} error={wrong(place)} change={(next) => change(questions.map((one, at) => (at === place ? next : one)))}
              remove={() => change(questions.filter((_, at) => at !== place))} />
          )}
        </Sortable>
        <AddQuestion questions={questions} add={(next) => change([...questions, next])} />
        {!questions.length && <Text size="sm" c="dimmed">{t("settings.forms.no_questions")}</Text>}
      </Stack>
    </Fieldset>
  );
};

function AddQuestion({ questions, add }: { questions: Question[]; add: (question: Question) => void }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const asked = new Set(questions.map((each) => each.maps_to));
  const fields = fillable(useType("leads")?.fields ?? []).filter((field) => !asked.has(field.name));
  return (
    <Menu position="bottom-start">
      <Menu.Target><Button variant="default" size="xs" leftSection={<Plus size={14} aria-hidden />} style={{ alignSelf: "flex-start" }}>{t("settings.forms.ask")}</Button></Menu.Target>
      <Menu.Dropdown>
        <ScrollArea.Autosize mah={320}>
          <Menu.Item onClick={() => add(question(questions, t("settings.forms.own")))}>{t("settings.forms.own")}</Menu.Item>
          <Menu.Label>{t("settings.forms.of_leads")}</Menu.Label>
          {fields.map((field) => <Menu.Item key={field.name} onClick={() => add(question(questions, labels.field(field), field))}>{labels.field(field)}</Menu.Item>)}
        </ScrollArea.Autosize>
      </Menu.Dropdown>
    </Menu>
  );
}
