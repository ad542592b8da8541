/** One cleaning rule in the list. */
import { Button, Group, Stack, Text, UnstyledButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useRelative } from "../../values/Relative";
import { ActiveSwitch } from "../parts/ActiveSwitch";
import classes from "../settings.module.css";
import { jobQuery } from "./jobs";
import type { CleaningRule } from "./types";
import { useWords } from "./useWords";

export function CleaningRow({ rule, open, tryIt }: { rule: CleaningRule; open: () => void; tryIt: () => void }) {
  const { t } = useTranslation();
  const words = useWords(rule);
  return (
    <Group className={classes.row} align="center">
      <Stack gap={2} className={classes.main} style={{ flexBasis: 240 }}>
        <UnstyledButton className={classes.open} onClick={open}>{rule.name}</UnstyledButton>
        <Text size="sm" c="dimmed" className="isolated">{words}</Text>
        <When rule={rule} />
      </Stack>
      <Group gap="sm" wrap="nowrap" ml="auto">
        <Button size="compact-sm" variant="light" className={classes.above} onClick={tryIt} aria-label={t("settings.cleaning.try_of", { name: rule.name })}>{t("settings.cleaning.try")}</Button>
        {rule.schedule !== "off" && <ActiveSwitch record={rule} name={rule.name} />}
      </Group>
    </Group>
  );
}

/** When it runs, and how its last run went. */
function When({ rule }: { rule: CleaningRule }) {
  const { t } = useTranslation();
  const relative = useRelative();
  const { data: job } = useQuery(jobQuery(rule.last_job_id));
  const when = t(`settings.cleaning.schedules.${rule.schedule}`);
  const next = rule.active && rule.next_run_at ? t("settings.cleaning.next", { when: relative(rule.next_run_at) }) : "";
  const state = job && t(`settings.job.${["done", "failed", "cancelled"].includes(job.state) ? job.state : "running"}`, { count: job.done ?? 0, failed: job.failed ?? 0 });
  const last = rule.last_run_at ? t("settings.cleaning.last", { when: relative(rule.last_run_at) }) + (state ? `: ${state}` : "") : t("settings.cleaning.never");
  return <Text size="xs" c="dimmed">{[when, next, last].filter(Boolean).join(" · ")}</Text>;
}
