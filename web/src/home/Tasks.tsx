/** My tasks by the day they are due: done by one click, put off by a menu. */
import { Text } from "@mantine/core";
import { ListTodo } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useList, useMe } from "../api/queries";
import { useNow } from "../parts/useNow";
import { TaskLine } from "../record/TaskLine";
import { useType } from "../schema/useType";
import { ownZone } from "../values/zone";
import { byDay } from "./days";
import classes from "./home.module.css";
import { Panel } from "./Panel";

const MINE = JSON.stringify({ all: [{ field: "assignee_id", op: "eq", value: { me: true } }, { field: "status", op: "eq", value: "open" }] });

export function Tasks() {
  const { t } = useTranslation();
  const type = useType("tasks");
  const zone = ownZone(useMe().data);
  const now = useNow();
  const list = useList("tasks", { filter: MINE, sort: "due_at", limit: 50 }, Boolean(type));
  if (!type) return null;
  return (
    <Panel title={t("home.tasks")} icon={<ListTodo size={16} aria-hidden />} list={list} empty={t("home.no_tasks_help")} all={`/tasks?filter=${encodeURIComponent(MINE)}`}>
      {(tasks) => byDay(tasks, now, zone).map(([day, some]) => (
        <section key={day}>
          <Text component="h3" size="xs" fw={600} m={0} c="dimmed" className={classes.day}>{t(`home.days.${day}`)}</Text>
          {some.map((task) => <TaskLine key={task.id} task={task} person={false} />)}
        </section>
      ))}
    </Panel>
  );
}
