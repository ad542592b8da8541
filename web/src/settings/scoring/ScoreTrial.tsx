/** The rules tried on a real lead: each is asked of the API, so that it judges by the same language. */
import { Alert, Badge, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { FlaskConical } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ask } from "../../api/http";
import { path } from "../../api/path";
import type { Page, Rec } from "../../api/types";
import { Waiting, inWords } from "../../parts/States";
import classes from "../settings.module.css";
import { PickLead } from "../rules/PickLead";
import { type Score, scoreOf } from "./points";
import type { ScoringRule } from "./ScoringRules";

const MOST = 40;

export function ScoreTrial({ rules }: { rules: ScoringRule[] }) {
  const { t } = useTranslation();
  const [lead, choose] = useState("");
  const active = rules.filter((each) => each.active).slice(0, MOST);
  const tried = useQuery({
    queryKey: ["scoring_rules", "trial", lead, active.map((each) => `${each.id}${each.version}`).join()],
    queryFn: ({ signal }) => trial(lead, active, signal),
    enabled: lead !== "",
    refetchOnWindowFocus: false,
  });
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="score-trial">
      <Stack gap="sm">
        <Group gap="xs"><FlaskConical size={16} aria-hidden /><Title order={2} size="h5" id="score-trial">{t("settings.try.title")}</Title></Group>
        <Text size="sm" c="dimmed">{t("settings.try.score_help")}</Text>
        <PickLead value={lead} change={choose} />
        <div aria-live="polite">
          {tried.error ? <Alert color="red">{inWords(tried.error)}</Alert> : tried.data && lead ? <Outcome {...tried.data} /> : lead ? <Waiting rows={3} /> : null}
        </div>
      </Stack>
    </Paper>
  );
}

async function trial(id: string, rules: ScoringRule[], signal: AbortSignal): Promise<{ score: Score; lead: Rec; not: ScoringRule[] }> {
  const holds = async (rule: ScoringRule) => {
    const mine = { field: "id", op: "eq", value: id };
    const filter = JSON.stringify(rule.condition ? { all: [mine, rule.condition] } : mine);
    return (await ask<Page>("GET", "v1/leads", { query: { filter, limit: 1, fields: "id" }, signal })).data.length > 0;
  };
  const [lead, ...held] = await Promise.all([ask<Rec>("GET", path`v1/leads/${id}`, { signal }), ...rules.map(holds)]);
  return { lead, score: scoreOf(rules.filter((_, place) => held[place]), Number(lead.submission_count ?? 1)), not: rules.filter((_, place) => !held[place]) };
}

function Outcome({ score, lead, not }: { score: Score; lead: Rec; not: ScoringRule[] }) {
  const { t } = useTranslation();
  return (
    <Stack gap="xs">
      <Group gap="xs"><Text fw={600}>{t("settings.try.score", { score: score.total })}</Text><Badge variant="light">{score.grade}</Badge>
        <Text size="xs" c="dimmed">{t("settings.try.parts", { fit: score.fit, engagement: score.engagement })}</Text></Group>
      {score.counted.map((each) => (
        <Group key={each.id} justify="space-between" wrap="nowrap"><Text size="sm" className="isolated">{each.name}</Text>
          <Text size="sm" fw={600} className={each.points < 0 ? classes.minus : classes.plus}>{each.points > 0 ? `+${each.points}` : each.points}</Text></Group>
      ))}
      {not.map((each) => <Group key={each.id} justify="space-between" wrap="nowrap" c="dimmed"><Text size="sm" className="isolated">{each.name}</Text><Text size="sm">0</Text></Group>)}
      {lead.score !== score.total && <Text size="xs" c="dimmed">{t("settings.try.stored", { score: Number(lead.score ?? 0) })}</Text>}
    </Stack>
  );
}
