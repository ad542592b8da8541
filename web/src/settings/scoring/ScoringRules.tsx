/** What makes a lead promising: points for conditions, tried on a real lead. */
import { Badge, Button, Grid, Group, Stack, Text, Title, UnstyledButton } from "@mantine/core";
import { Gauge, Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Condition, Rec } from "../../api/types";
import { Empty, Failed, Waiting } from "../../parts/States";
import { useType } from "../../schema/useType";
import { ActiveSwitch } from "../parts/ActiveSwitch";
import { Screen } from "../parts/Screen";
import { useAll } from "../parts/useAll";
import { useOpened } from "../parts/useOpened";
import { useSentence } from "../rules/useSentence";
import classes from "../settings.module.css";
import { ScoreTrial } from "./ScoreTrial";
import { ScoringSheet } from "./ScoringSheet";

export interface ScoringRule extends Rec { name: string; condition: Condition | null; points: number; kind: "fit" | "engagement"; cap: number | null; active: boolean }

export function ScoringRules() {
  const { t } = useTranslation();
  const type = useType("scoring_rules");
  const found = useAll<ScoringRule>("scoring_rules");
  const [opened, open] = useOpened();
  if (!type) return null;
  const rules = [...(found.data ?? [])].sort((one, other) => other.points - one.points || one.name.localeCompare(other.name));
  const add = type.permissions.create !== "none" && <Button leftSection={<Plus size={15} aria-hidden />} onClick={() => open("new")}>{t("settings.scoring.add")}</Button>;
  return (
    <Screen name="scoring" wide action={add}>
      <Grid>
        <Grid.Col span={{ base: 12, xl: 7.5 }}>
          {found.error ? <Failed error={found.error} retry={() => void found.refetch()} /> : !found.data ? <Waiting />
            : rules.length === 0 ? <Empty icon={<Gauge size={28} />} title={t("settings.scoring.none")} action={add}>{t("settings.scoring.none_help")}</Empty>
            : <Stack>{(["fit", "engagement"] as const).map((kind) => <Kind key={kind} kind={kind} rules={rules.filter((each) => each.kind === kind)} open={open} />)}</Stack>}
        </Grid.Col>
        <Grid.Col span={{ base: 12, xl: 4.5 }}><ScoreTrial rules={rules} /></Grid.Col>
      </Grid>
      {(opened === "new" || rules.some((each) => each.id === opened)) && <ScoringSheet key={opened} type={type} rule={rules.find((each) => each.id === opened)} close={() => open("")} />}
    </Screen>
  );
}

function Kind({ kind, rules, open }: { kind: ScoringRule["kind"]; rules: ScoringRule[]; open: (id: string) => void }) {
  const { t } = useTranslation();
  if (!rules.length) return null;
  return (
    <section>
      <Title order={2} size="h5">{t(`settings.scoring.${kind}`)}</Title>
      <Text size="xs" c="dimmed" mb={6}>{t(`settings.scoring.${kind}_help`)}</Text>
      <div className={classes.rows}>{rules.map((each) => <Row key={each.id} rule={each} open={() => open(each.id)} />)}</div>
    </section>
  );
}

function Row({ rule, open }: { rule: ScoringRule; open: () => void }) {
  const { t } = useTranslation();
  const words = useSentence(useType("leads"));
  return (
    <Group className={`${classes.row} ${classes.tight}`} align="flex-start">
      <Badge variant="light" color={rule.points < 0 ? "red" : "green"} className={rule.points < 0 ? classes.minus : classes.plus} miw={48}>{rule.points > 0 ? `+${rule.points}` : rule.points}</Badge>
      <Stack gap={0} className={classes.main}>
        <UnstyledButton className={classes.open} onClick={open}>{rule.name}</UnstyledButton>
        <Text size="sm" c="dimmed" className="isolated">{rule.condition ? words(rule.condition) : t("settings.routing.always")}{rule.cap !== null && ` – ${t("settings.scoring.capped", { cap: rule.cap })}`}</Text>
      </Stack>
      <ActiveSwitch record={rule} name={rule.name} />
    </Group>
  );
}
