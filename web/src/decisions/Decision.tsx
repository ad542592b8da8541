/** Why a lead went to its owner, in words: who was chosen and why, who was passed over, which rules were tried. */
import { Group, List, Paper, Text, Title } from "@mantine/core";
import { Route } from "lucide-react";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import { Person } from "../values/Show";
import { alike } from "./tell";
import type { Routing } from "./types";
import { useDecision } from "./useDecision";

export function Decision({ routing }: { routing: Routing }) {
  const { t } = useTranslation();
  const decision = useDecision();
  const told = decision.told(routing);
  const skipped = routing.skipped ?? [];
  const before = routing.passed ?? [];
  const tried = told?.tried ?? routing.tried ?? [];
  return (
    <Paper withBorder p="md">
      <Group gap="xs" mb="xs"><Route size={16} aria-hidden /><Title order={2} size="h5">{t("routing.title")}</Title></Group>
      <Chosen routing={routing} />
      <Text size="sm" className="isolated" lang={told ? undefined : "en"}>{told?.explanation ?? routing.explanation}</Text>
      {skipped.length > 0 && <Part title={t("routing.skipped")}>
        {alike(skipped, decision.reason).map(([reason, people]) => (
          <List.Item key={reason}>
            {people.map((each, place) => <Fragment key={place}>{place > 0 && ", "}<Person value={each.user_id} /></Fragment>)}: {reason}
          </List.Item>
        ))}
      </Part>}
      {before.length > 0 && <Part title={t("routing.passed")}>
        {before.map((each) => <List.Item key={each}><Person value={each} /></List.Item>)}
      </Part>}
      {tried.length > 0 && <Part title={t("routing.tried")}>
        {tried.map((each, place) => <List.Item key={place} className="isolated" lang={told ? undefined : "en"}>{each}</List.Item>)}
      </Part>}
    </Paper>
  );
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <>
      <Text size="xs" fw={600} c="dimmed" mt="sm">{title}</Text>
      <List size="sm">{children}</List>
    </>
  );
}

function Chosen({ routing }: { routing: Routing }) {
  const { t } = useTranslation();
  if (!routing.chosen) return null;
  const way = { count: routing.pool_size ?? 0, rule: routing.rule_name ?? "", defaultValue: routing.rule_name ?? "" };
  return (
    <Text size="sm" fw={550}><Person value={routing.chosen} />
      {routing.rule_name && <Text span c="dimmed" fw={400}> · {t(`routing.by.${routing.strategy ?? "rule"}`, way)}</Text>}
      {(routing.attempt ?? 1) > 1 && <Text span c="dimmed" fw={400}> · {t("routing.attempt", { count: routing.attempt })}</Text>}
    </Text>
  );
}
