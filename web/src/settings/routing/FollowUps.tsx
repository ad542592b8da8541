/** What follows when a lead is given: the time to answer, and a task. */
import { Group, NumberInput, Switch, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Widget } from "../parts/RecordForm";
import { useDuration } from "./useDuration";
import type { RoutingRule } from "./types";

export const ResponseEdit: Widget = ({ field, value, change, error }) => {
  const duration = useDuration();
  const minutes = (value as number | null) ?? "";
  return <NumberInput label={field.label} description={field.help} error={error} min={1} max={43_200} allowDecimal={false} value={minutes} w={260}
    rightSection={minutes ? <span style={{ fontSize: 12, opacity: 0.8 }}>{duration(minutes)}</span> : undefined} rightSectionWidth={110} onChange={(next) => change(next === "" ? null : Number(next))} />;
};

export const TaskEdit: Widget = ({ field, value, change, error, errors }) => {
  const { t } = useTranslation();
  const task = value as RoutingRule["task"];
  return (
    <>
      <Switch label={field.label} description={field.help} checked={Boolean(task)} onChange={(event) => change(event.currentTarget.checked ? { subject: t("settings.routing.call"), due_minutes: 60 } : null)} />
      {task && (
        <Group gap="xs" align="flex-start" wrap="nowrap">
          <TextInput flex={1} label={t("settings.routing.subject")} error={errors["task.subject"] ?? error} value={task.subject} onChange={(event) => change({ ...task, subject: event.currentTarget.value })} />
          <NumberInput w={150} label={t("settings.routing.due")} error={errors["task.due_minutes"]} min={0} max={525_600} allowDecimal={false} value={task.due_minutes ?? 0} onChange={(minutes) => change({ ...task, due_minutes: Number(minutes) || 0 })} />
        </Group>
      )}
    </>
  );
};
