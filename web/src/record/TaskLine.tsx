/** A task in one line: a click completes it (with a way back), a menu puts it off. */
import { ActionIcon, Box, Checkbox, Menu, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { AlarmClock } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { ask } from "../api/http";
import { path } from "../api/path";
import type { Rec } from "../api/types";
import { useNow } from "../parts/useNow";
import { offerUndo } from "../parts/offerUndo";
import { isSecond } from "../parts/second";
import { inWords } from "../parts/States";
import { useMay } from "../schema/useMay";
import { titleOf, useType } from "../schema/useType";
import { Person, RecordLink } from "../values/Show";
import { useFormats } from "../values/formats";
import { useLater } from "./useLater";
import classes from "./record.module.css";

export function TaskLine({ task, person = true }: { task: Rec; person?: boolean }) {
  const { t } = useTranslation();
  const act = useTask(task);
  const later = useLater();
  const may = useMay(useType("tasks"))("update", task);
  const title = titleOf(task);
  const done = task.status === "done" || act.going;
  return (
    <div className={classes.task}>
      <Checkbox radius="xl" size="sm" checked={done} disabled={task.status === "cancelled" || !may} aria-label={t(done ? "tasks.reopen" : "tasks.complete", { title })} onChange={(event) => act.going || isSecond(event) || (done ? act.reopen() : act.complete())} />
      <Box miw={0}>
        <Link className="record isolated" to={`/tasks/${task.id}`}><Text span size="sm" fw={500} td={done ? "line-through" : undefined} c={done ? "dimmed" : undefined}>{title}</Text></Link>
        {!person && <About ids={task.related as string[] | null} />}
        {person && typeof task.assignee_id === "string" && <Text size="xs" c="dimmed"><Person value={task.assignee_id} /></Text>}
      </Box>
      <Due at={task.due_at as string | null} over={!done} />
      {task.status === "open" && may ? (
        <Menu position="bottom-end">
          <Menu.Target><ActionIcon variant="subtle" color="gray" aria-label={t("tasks.snooze", { title })}><AlarmClock size={15} /></ActionIcon></Menu.Target>
          <Menu.Dropdown>{later.map((each) => <Menu.Item key={each.name} onClick={() => act.snooze(each.instant())}>{each.label}</Menu.Item>)}</Menu.Dropdown>
        </Menu>
      ) : <span />}
    </div>
  );
}

/** What the task is about, where it stands alone. */
function About({ ids }: { ids: string[] | null }) {
  const first = ids?.[0];
  return first ? <Text size="xs" c="dimmed" truncate><RecordLink id={first} /></Text> : null;
}

/** What is over is red, what is due within the hour shows a clock that runs. */
export function Due({ at, over = true }: { at: string | null | undefined; over?: boolean }) {
  const formats = useFormats();
  const now = useNow();
  if (!at) return <span />;
  const late = over && new Date(at).getTime() < now;
  return <Text size="xs" fw={late ? 600 : 400} c={late ? undefined : "dimmed"} className={late ? classes.late : undefined} component="time" dateTime={at} title={formats.instant(at)}>{formats.relative(at, now)}</Text>;
}

function useTask(task: Rec) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [going, go] = useState(false);
  const run = async (call: Promise<unknown>, undo?: () => void) => {
    try {
      await call;
      if (undo) offerUndo(t("tasks.done", { title: titleOf(task) }), t("undo"), undo);
    } catch (error) {
      notifications.show({ message: inWords(error), color: "red" });
    }
    await queries.invalidateQueries();
    go(false);
  };
  const reopen = () => void run(ask("PATCH", path`v1/tasks/${task.id}`, { body: { status: "open" } }));
  return {
    going,
    reopen,
    complete: () => {
      go(true); // shown at once
      void run(ask("POST", path`v1/tasks/${task.id}/complete`, { body: {} }), reopen);
    },
    snooze: (due_at: string) => void run(ask("PATCH", path`v1/tasks/${task.id}`, { body: { due_at } })),
  };
}
