/** The rules tried on a real lead: who would get it and why, who would be passed over and why. Nothing is moved. */
import { Alert, Avatar, Button, Group, List, Paper, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { FlaskConical, RotateCw } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ask } from "../../api/http";
import { path } from "../../api/path";
import { useMe } from "../../api/queries";
import { useDecision } from "../../decisions/useDecision";
import { Waiting, inWords } from "../../parts/States";
import { useType } from "../../schema/useType";
import { Person } from "../../values/Show";
import { PickLead } from "../rules/PickLead";
import type { Decision } from "./types";

export function DryRun() {
  const { t } = useTranslation();
  const leads = useType("leads");
  const [lead, choose] = useState("");
  const tried = useQuery({
    queryKey: ["routing_rules", "dry_run", lead],
    queryFn: () => ask<Decision>("POST", path`v1/leads/${lead}/route`, { query: { dry_run: true }, body: {} }),
    enabled: lead !== "",
    retry: false,
    refetchOnWindowFocus: false,
  });
  if (!leads || leads.permissions.assign === "none") return null;
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="dry-run">
      <Stack gap="sm">
        <Group gap="xs"><FlaskConical size={16} aria-hidden /><Title order={2} size="h5" id="dry-run">{t("settings.try.title")}</Title></Group>
        <Text size="sm" c="dimmed">{t("settings.try.help")}</Text>
        <PickLead value={lead} change={choose} />
        <div aria-live="polite">
          {tried.error ? <Alert color="yellow">{inWords(tried.error)}</Alert> : tried.data && lead ? <Outcome decision={tried.data} /> : lead ? <Waiting rows={3} /> : null}
        </div>
        {lead && <Group><Button size="xs" variant="default" leftSection={<RotateCw size={13} aria-hidden />} loading={tried.isFetching} onClick={() => void tried.refetch()}>{t("settings.try.again")}</Button></Group>}
      </Stack>
    </Paper>
  );
}

function Outcome({ decision }: { decision: Decision }) {
  const { t } = useTranslation();
  const { told, reason } = useDecision();
  const words = told(decision);
  const tried = words?.tried ?? decision.tried ?? [];
  const name = useMe().data?.colleagues.find((each) => each.id === decision.chosen)?.name ?? t("somebody");
  return (
    <Stack gap="sm">
      {decision.chosen ? (
        <Group gap="sm" wrap="nowrap">
          <Avatar name={name} color="initials" size={36} alt="" />
          <div><Text fw={600} className="isolated">{t("settings.try.gets", { name })}</Text>
            <Text size="xs" c="dimmed" className="isolated">{decision.rule_name ? t("settings.try.by", { rule: decision.rule_name }) : ""}</Text></div>
        </Group>
      ) : <Alert color="red">{t("settings.try.nobody")}</Alert>}
      <Text size="sm" className="isolated">{words?.explanation ?? decision.explanation}</Text>
      {decision.skipped.length > 0 && (
        <div><Text size="xs" fw={600} c="dimmed">{t("settings.try.skipped")}</Text>
          <List size="sm">{decision.skipped.map((each) => <List.Item key={each.user_id}><Person value={each.user_id} />: {reason(each)}</List.Item>)}</List></div>
      )}
      {tried.length > 0 && (
        <div><Text size="xs" fw={600} c="dimmed">{t("settings.try.tried")}</Text>
          <List size="sm" c="dimmed">{tried.map((each, place) => <List.Item key={place} className="isolated">{each}</List.Item>)}</List></div>
      )}
    </Stack>
  );
}
