/** One object's account: two bars for how complete and how fresh it is, then each problem as a way to the records that have it. */
import { Group, Paper, Stack, Text, ThemeIcon, Title } from "@mantine/core";
import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { TypeIcon } from "../app/icons";
import { useLabels, useType } from "../schema/useType";
import { useFormats } from "../values/formats";
import { type Account, type Problem, addressOf, partOf, partsOf } from "./account";
import { Bar } from "./Bar";
import classes from "./quality.module.css";

export function AccountCard({ account }: { account: Account }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const formats = useFormats();
  const type = useType(account.object);
  if (!type) return null;
  const id = `quality-${account.object}`;
  return (
    <Paper withBorder p="md" component="section" aria-labelledby={id}>
      <Group gap={8} mb="sm" wrap="nowrap">
        <TypeIcon type={type.name} /><Title order={2} size="h5" id={id}>{labels.many(type)}</Title>
        {account.records !== null && <Text size="sm" c="dimmed">{formats.number(account.records)}</Text>}
      </Group>
      {account.state === "building" ? <Text size="sm" c="dimmed" role="status">{t("quality.building")}</Text>
        : account.records === 0 ? <Text size="sm" c="dimmed">{t("quality.no_records")}</Text>
        : <Found account={account} />}
    </Paper>
  );
}

function Found({ account }: { account: Account }) {
  const { t } = useTranslation();
  const { missing, wrong, stale } = partsOf(account);
  const old = partOf(stale?.records ?? 0, account.records);
  const some = missing.length + wrong.length + (stale ? 1 : 0) > 0;
  return (
    <Stack gap="md">
      {account.truncated && <Text size="xs" c="dimmed">{t("quality.truncated")}</Text>}
      {(account.completeness !== null || old !== null) && (
        <Stack gap={10}>
          {account.completeness !== null && <Bar label={t("quality.complete")} help={t("quality.complete_help")} part={account.completeness / 100} />}
          {old !== null && <Bar label={t("quality.fresh")} help={t("quality.fresh_help")} part={1 - old} />}
        </Stack>
      )}
      {!some && <Good>{t("quality.all_good")}</Good>}
      {some && <Several title={t("quality.missing")} good={t("quality.missing_none")} account={account} problems={missing} />}
      {some && <Several title={t("quality.wrong")} good={t("quality.wrong_none")} account={account} problems={wrong} />}
      {stale && <Several title={t("quality.old")} good="" account={account} problems={[stale]} />}
    </Stack>
  );
}

function Several({ title, good, account, problems }: { title: string; good: string; account: Account; problems: Problem[] }) {
  return (
    <div>
      <Title order={3} size="xs" c="dimmed" fw={600} mb={2}>{title}</Title>
      {problems.length ? <ul className={classes.problems}>{problems.map((each) => <Row key={each.problem} account={account} problem={each} />)}</ul> : <Good>{good}</Good>}
    </div>
  );
}

function Row({ account, problem }: { account: Account; problem: Problem }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const formats = useFormats();
  const field = useType(account.object)?.fields.find((each) => each.name === problem.field);
  const part = partOf(problem.records, account.records);
  const name = problem.problem.startsWith("missing_") && field ? labels.field(field) : t(`quality.problems.${problem.problem}`, { defaultValue: problem.label });
  const count = formats.number(problem.records);
  return (
    <li>
      <Link to={addressOf(account, problem)} className={classes.problem}>
        <span className={classes.name}>{name}</span>
        {part !== null && <span className={classes.track} aria-hidden><span className={classes.lacking} style={{ width: `${part * 100}%` }} /></span>}
        <span className={classes.count}>{account.truncated ? t("quality.at_least", { count: problem.records, number: count }) : count}</span>
      </Link>
    </li>
  );
}

function Good({ children }: { children: ReactNode }) {
  return (
    <Group gap={8} wrap="nowrap" py={4}>
      <ThemeIcon size={18} radius="xl" color="green" variant="light" aria-hidden><Check size={12} /></ThemeIcon>
      <Text size="sm">{children}</Text>
    </Group>
  );
}
