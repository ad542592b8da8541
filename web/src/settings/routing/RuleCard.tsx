/** A rule as one reads it: when it holds, who is asked, how one of them is chosen, and what follows. */
import { Badge, Group, Stack, Text, UnstyledButton } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../api/queries";
import type { Condition, Field } from "../../api/types";
import { useLabels, useType } from "../../schema/useType";
import { ActiveSwitch } from "../parts/ActiveSwitch";
import { useAll } from "../parts/useAll";
import { useSentence } from "../rules/useSentence";
import classes from "../settings.module.css";
import { matchesOf } from "./matches";
import { useDuration } from "./useDuration";
import type { RoutingRule } from "./types";

export function RuleCard({ rule, place, handle, open }: { rule: RoutingRule; place: number; handle: ReactNode; open: () => void }) {
  const { t } = useTranslation();
  const words = useSentence(useType("leads"));
  const duration = useDuration();
  const follows = [
    rule.response_minutes ? t("settings.routing.answer", { time: duration(rule.response_minutes) }) : "",
    rule.task ? t("settings.routing.task", { subject: rule.task.subject, time: duration(rule.task.due_minutes ?? 0) }) : "",
  ].filter(Boolean);
  return (
    <article className={classes.card} data-off={!rule.active || undefined}>
      <Group gap={8} wrap="nowrap" align="flex-start">
        {handle}
        <Stack gap={6} flex={1} miw={0}>
          <Group gap={8} wrap="nowrap">
            <Badge variant="default" circle aria-label={t("settings.routing.place", { place: place + 1 })}>{place + 1}</Badge>
            <UnstyledButton className={classes.name} onClick={open}>{rule.name}</UnstyledButton>
            <ActiveSwitch record={rule} name={rule.name} />
          </Group>
          <Line name={t("settings.routing.when")}>{rule.condition ? words(rule.condition) : t("settings.routing.always")}</Line>
          <Line name={t("settings.routing.goes")}><PoolWords rule={rule} /></Line>
          {follows.length > 0 && <Line name={t("settings.routing.then")}>{follows.join(" · ")}</Line>}
        </Stack>
      </Group>
    </article>
  );
}

function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <Group gap={8} wrap="nowrap" align="baseline">
      <Text size="xs" c="dimmed" w={68} flex="none">{name}</Text>
      <Text size="sm" component="div" className="isolated" miw={0}>{children}</Text>
    </Group>
  );
}

function PoolWords({ rule }: { rule: RoutingRule }) {
  const { t, i18n } = useTranslation();
  const teams = useAll("teams", Boolean(useType("teams"))).data ?? [];
  const colleagues = useMe().data?.colleagues ?? [];
  const words = useSentence(useType("users"));
  const leads = useType("leads");
  const labels = useLabels();
  const lead = (name: string) => labels.field(leads?.fields.find((each) => each.name === name) ?? ({ name, label: name } as Field));
  const own = (name: string) => t(`settings.labels.user.${name}`, { defaultValue: name });
  const fit = (condition: Condition) => {
    const matches = matchesOf(condition)?.map((each) => t("settings.routing.whose", { own: own(each.own), lead: lead(each.lead) }));
    return matches?.length ? t("settings.routing.among", { people, fit: new Intl.ListFormat(i18n.language).format(matches) }) : `${people}, ${t("settings.routing.if", { condition: words(condition) })}`;
  };
  const name = (id: string, all: readonly { id: string; name?: unknown }[]) => String(all.find((each) => each.id === id)?.name ?? t("somebody"));
  const names = [...(rule.pool.team_ids ?? []).map((id) => name(id, teams)), ...(rule.pool.user_ids ?? []).map((id) => name(id, colleagues))];
  const people = new Intl.ListFormat(i18n.language, { type: "disjunction" }).format(names);
  return (
    <>
      {rule.pool.condition ? fit(rule.pool.condition) : people}
      {" – "}<Text span c="dimmed" inherit>{t(`settings.routing.by.${rule.strategy}`)}</Text>
    </>
  );
}
