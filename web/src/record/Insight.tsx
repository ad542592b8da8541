/** Why the machine decided as it did: the score point by point, the routing in words. */
import { Badge, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { Gauge } from "lucide-react";
import { Suspense, lazy } from "react";
import { useTranslation } from "react-i18next";
import type { Profile } from "../api/types";
import type { Routing } from "../decisions/types";
import { Waiting } from "../parts/States";
import { Due } from "./TaskLine";

interface Reason { label: string; points: number }

const Decision = lazy(async () => (await import("../decisions/load")).load());

export function Insight({ record }: { record: Profile }) {
  const routing = record.routing as Routing | null | undefined;
  return (
    <>
      {typeof record.score === "number" && <Score record={record} />}
      {routing?.explanation && <Suspense fallback={<Waiting rows={2} />}><Decision routing={routing} /></Suspense>}
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
