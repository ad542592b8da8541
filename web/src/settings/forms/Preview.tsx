/** How the form looks to a stranger, while it is being changed. Nothing can be typed here. */
import { Badge, Button, Checkbox, Group, NativeSelect, Paper, Stack, Text, TextInput, Textarea, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { labelOf, type Question } from "./types";

const TYPES: Record<string, string> = { email: "email", phone: "tel", date: "date", url: "url", number: "number" };

export function Preview({ title, questions }: { title: string; questions: Question[] }) {
  const { t } = useTranslation();
  return (
    <Paper withBorder p="md" component="section" aria-label={t("settings.forms.preview")}>
      <Group justify="space-between" mb="sm"><Title order={2} size="h5">{t("settings.forms.preview")}</Title><Badge variant="default" tt="none">{t("settings.forms.live")}</Badge></Group>
      <Paper withBorder p="lg" radius="lg" inert>
        <Stack gap="sm">
          <Title order={3} size="h4" className="isolated">{title || t("settings.forms.add")}</Title>
          {questions.some((each) => each.required) && <Text size="xs" c="dimmed">{t("settings.forms.marked")}</Text>}
          {questions.map((each) => <Asked key={each.name} question={each} />)}
          <Group><Button type="button">{t("settings.forms.send")}</Button></Group>
        </Stack>
      </Paper>
    </Paper>
  );
}

function Asked({ question }: { question: Question }) {
  const { t } = useTranslation();
  const shared = { label: <span className="isolated">{labelOf(question)}</span>, withAsterisk: question.required ?? false, readOnly: true };
  if (question.type === "long_text") return <Textarea {...shared} rows={4} />;
  if (question.type === "boolean") return <Checkbox label={`${labelOf(question)}${question.required ? " *" : ""}`} readOnly />;
  if (question.type === "choice" && question.options?.length) return <NativeSelect label={shared.label} withAsterisk={shared.withAsterisk} data={[t("settings.forms.choose"), ...question.options]} />;
  return <TextInput {...shared} type={TYPES[question.type] ?? "text"} />;
}
