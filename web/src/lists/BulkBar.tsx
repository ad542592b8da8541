/** What can be done with the chosen records at once; it runs as a job, shows how far it is, and can be undone. */
import { Button, Group, Menu, Paper, Progress, Select, TagsInput, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Tag, Trash2, UserRound, X } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { ask } from "../api/http";
import { useMe } from "../api/queries";
import type { ObjectType, Rec } from "../api/types";
import { inWords } from "../parts/States";
import classes from "./lists.module.css";

interface Job extends Rec { state: string; done?: number; rows?: number; total?: number; failed?: number }
const ENDED = new Set(["done", "failed", "cancelled"]);

export function BulkBar({ type, ids, done }: { type: ObjectType; ids: string[]; done: () => void }) {
  const { t } = useTranslation();
  const colleagues = useMe().data?.colleagues.filter((each) => each.active) ?? [];
  const [job, setJob] = useState("");
  const [tags, setTags] = useState<string[]>([]);
  const start = async (what: Record<string, unknown>) => {
    try {
      setJob((await ask<{ job_id: string }>("POST", `v1/${type.plural}/bulk`, { body: { ids, ...what } })).job_id);
    } catch (error) {
      notifications.show({ message: inWords(error), color: "red" });
    }
  };
  return (
    <Paper withBorder shadow="md" p="xs" className={classes.bar} role="region" aria-label={t("bulk.title")}>
      <Group gap="sm">
        <Text size="sm" fw={600}>{t("bulk.chosen", { count: ids.length })}</Text>
        {job ? <Running id={job} done={done} /> : (
          <>
            {type.permissions.assign !== "none" && <Select size="xs" w={190} searchable leftSection={<UserRound size={14} />} aria-label={t("bulk.assign")} placeholder={t("bulk.assign")}
              data={colleagues.map((each) => ({ value: each.id, label: each.name }))} onChange={(owner_id) => owner_id && void start({ assign: { owner_id } })} />}
            <TagsInput size="xs" w={170} leftSection={<Tag size={14} />} aria-label={t("bulk.tag")} placeholder={t("bulk.tag")} value={tags} onChange={setTags} acceptValueOnBlur={false} />
            {tags.length > 0 && <Button size="xs" onClick={() => void start({ tag: { add: tags } })}>{t("bulk.add_tags")}</Button>}
            {type.permissions.delete !== "none" && (
              <Menu><Menu.Target><Button size="xs" variant="light" color="red" leftSection={<Trash2 size={14} />}>{t("delete")}</Button></Menu.Target>
                <Menu.Dropdown><Menu.Item color="red" onClick={() => void start({ delete: true })}>{t("bulk.delete_sure", { count: ids.length })}</Menu.Item></Menu.Dropdown></Menu>
            )}
            <Button size="xs" variant="subtle" color="gray" leftSection={<X size={14} />} onClick={done}>{t("bulk.none")}</Button>
          </>
        )}
      </Group>
    </Paper>
  );
}

function Running({ id, done }: { id: string; done: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { data: job } = useQuery({ queryKey: ["jobs", id], queryFn: () => ask<Job>("GET", `v1/jobs/${id}`), refetchInterval: (query) => (ENDED.has(query.state.data?.state ?? "") ? false : 1000) });
  const ended = ENDED.has(job?.state ?? "");
  useEffect(() => {
    if (ended) void queries.invalidateQueries();
  }, [ended, queries]);
  const all = job?.rows ?? job?.total ?? 0;
  const undo = async () => {
    await ask("POST", `v1/jobs/${id}/undo`, { body: {} }).catch((error: unknown) => notifications.show({ message: inWords(error), color: "red" }));
    done();
  };
  return (
    <>
      <Progress value={ended ? 100 : all ? ((job?.done ?? 0) / all) * 100 : 5} w={160} animated={!ended} aria-label={t("bulk.progress")} />
      <Text size="sm">{ended ? t(`bulk.${job?.state}`, { count: job?.done ?? 0, failed: job?.failed ?? 0 }) : t("bulk.running", { done: job?.done ?? 0, all })}</Text>
      {ended && <Button size="xs" variant="light" onClick={() => void undo()}>{t("undo")}</Button>}
      {ended && <Button size="xs" variant="subtle" color="gray" onClick={done}>{t("close")}</Button>}
    </>
  );
}
