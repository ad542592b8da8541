/** Why the machine decided as it did: the score point by point, the routing in words. */
import { Badge, Group, List, Paper, Stack, Text, Title } from "@mantine/core";
import { Gauge, Route } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Profile } from "../api/types";
import { Person } from "../values/Show";

interface Reason { label: string; points: number }
interface Routing { explanation?: string; tried?: string[]; passed?: string[]; skipped?: { user_id?: string; reason?: string }[] }

export function Insight({ record }: { record: Profile }) {
  const { t } = useTranslation();
  const reasons = (record.score_reasons as Reason[] | null) ?? [];
  const routing = record.routing as Routing | null | undefined;
  return (
    <>
      {typeof record.score === "number" && (
        <Paper withBorder p="md">
          <Group gap="xs" mb="xs"><Gauge size={16} aria-hidden /><Title order={2} size="h5">{t("score.title", { score: record.score })}</Title>
            {typeof record.grade === "string" && <Badge variant="light">{record.grade}</Badge>}</Group>
          {reasons.length === 0 && <Text size="sm" c="dimmed">{t("score.none")}</Text>}
          <Stack gap={2}>
            {reasons.map((each, place) => (
              <Group key={place} justify="space-between" wrap="nowrap">
                <Text size="sm" className="isolated">{each.label}</Text>
                <Text size="sm" fw={600} c={each.points < 0 ? "red" : "green"}>{each.points > 0 ? `+${each.points}` : each.points}</Text>
              </Group>
            ))}
          </Stack>
        </Paper>
      )}
      {routing?.explanation && (
        <Paper withBorder p="md">
          <Group gap="xs" mb="xs"><Route size={16} aria-hidden /><Title order={2} size="h5">{t("routing.title")}</Title></Group>
          <Text size="sm" className="isolated">{routing.explanation}</Text>
          {!!routing.skipped?.length && (
            <>
              <Text size="xs" fw={600} c="dimmed" mt="sm">{t("routing.skipped")}</Text>
              <List size="sm">{routing.skipped.map((each, place) => <List.Item key={place}><Person value={each.user_id} />: {each.reason}</List.Item>)}</List>
            </>
          )}
          {!!routing.tried?.length && (
            <>
              <Text size="xs" fw={600} c="dimmed" mt="sm">{t("routing.tried")}</Text>
              <List size="sm" c="dimmed">{routing.tried.map((each, place) => <List.Item key={place} className="isolated">{each}</List.Item>)}</List>
            </>
          )}
        </Paper>
      )}
    </>
  );
}
