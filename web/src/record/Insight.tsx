/** Why the machine decided as it did: the score point by point, the routing in words. */
import { Badge, Group, List, Paper, Stack, Text, Title } from "@mantine/core";
import { Gauge, Route } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Profile } from "../api/types";
import { Person } from "../values/Show";
import { Due } from "./TaskLine";

interface Reason { label: string; points: number }

export interface Routing {
  at?: string;
  rule_name?: string | null;
  pool?: string[];
  chosen?: string | null;
  strategy?: string | null;
  attempt?: number;
  explanation?: string;
  tried?: string[];
  passed?: string[];
  skipped?: { user_id?: string; reason?: string }[];
}

export function Insight({ record }: { record: Profile }) {
  const routing = record.routing as Routing | null | undefined;
  return (
    <>
      {typeof record.score === "number" && <Score record={record} />}
      {routing?.explanation && <Decision routing={routing} />}
    </>
  );
}

function Score({ record }: { record: Profile }) {
  const { t } = useTranslation();
  const reasons = (record.score_reasons as Reason[] | null) ?? [];
  const running = record.status === "assigned" || record.status === "new";
  return (
    <Paper withBorder p="md">
      <Group gap="xs" mb="xs"><Gauge size={16} aria-hidden /><Title order={2} size="h5">{t("score.title", { score: record.score })}</Title>
        {typeof record.grade === "string" && <Badge variant="light">{record.grade}</Badge>}
        {running && !record.first_touched_at && typeof record.response_due_at === "string" && <Group gap={4} ml="auto"><Text size="xs" c="dimmed">{t("score.answer")}</Text><Due at={record.response_due_at} /></Group>}</Group>
      {reasons.length === 0 && <Text size="sm" c="dimmed">{t("score.none")}</Text>}
      <Stack gap={2}>
        {reasons.map((each, place) => (
          <Group key={place} justify="space-between" wrap="nowrap">
            <Text size="sm" className="isolated">{each.label}</Text>
            <Text size="sm" fw={600} c={each.points < 0 ? "light-dark(var(--mantine-color-red-9), var(--mantine-color-red-4))" : "light-dark(var(--mantine-color-kith-8), var(--mantine-color-kith-3))"}>{each.points > 0 ? `+${each.points}` : each.points}</Text>
          </Group>
        ))}
      </Stack>
    </Paper>
  );
}

export function Decision({ routing }: { routing: Routing }) {
  const { t } = useTranslation();
  const skipped = routing.skipped ?? [];
  return (
    <Paper withBorder p="md">
      <Group gap="xs" mb="xs"><Route size={16} aria-hidden /><Title order={2} size="h5">{t("routing.title")}</Title></Group>
      <Words routing={routing} />
      {skipped.length > 0 && <>
        <Text size="xs" fw={600} c="dimmed" mt="sm">{t("routing.skipped")}</Text>
        <List size="sm">{skipped.map((each, place) => <List.Item key={place}><Person value={each.user_id} />: {each.reason}</List.Item>)}</List>
      </>}
      {[["passed", routing.passed], ["tried", routing.tried]].map(([name, lines]) => Array.isArray(lines) && lines.length > 0 && (
        <div key={String(name)}>
          <Text size="xs" fw={600} c="dimmed" mt="sm">{t(`routing.${String(name)}`)}</Text>
          <List size="sm" c="dimmed">{lines.map((each, place) => <List.Item key={place} className="isolated">{each}</List.Item>)}</List>
        </div>
      ))}
    </Paper>
  );
}

/** The decision from its parts, in the reader's language; then the engine's own words, which name the condition. */
function Words({ routing }: { routing: Routing }) {
  const { t, i18n } = useTranslation();
  const own = i18n.language === "en";
  return (
    <>
      {routing.chosen && (
        <Text size="sm" fw={550}><Person value={routing.chosen} />
          {routing.rule_name && <Text span c="dimmed" fw={400}> · {t(`routing.by.${routing.strategy ?? "rule"}`, { count: routing.pool?.length ?? 0, rule: routing.rule_name, defaultValue: routing.rule_name })}</Text>}
          {(routing.attempt ?? 1) > 1 && <Text span c="dimmed" fw={400}> · {t("routing.attempt", { count: routing.attempt })}</Text>}
        </Text>
      )}
      <Text size="sm" c={own ? undefined : "dimmed"} className="isolated" lang="en">{routing.explanation}</Text>
    </>
  );
}
