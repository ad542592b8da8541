/** For whoever sets Kith up: the five settings of the first day, then hints. It goes when all is done, or when told to. */
import { ActionIcon, Anchor, Group, Paper, Progress, Text, Title } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { CircleCheck, CircleDashed, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { ask } from "../api/http";
import { path } from "../api/path";
import { useMe } from "../api/queries";
import type { Page, Rec } from "../api/types";
import { useType } from "../schema/useType";
import classes from "./home.module.css";

interface Step { name: string; to: string; done: boolean; hint?: boolean }

export function FirstSteps() {
  const { t } = useTranslation();
  const users = useType("users");
  const [hidden, hide] = useLocalStorage({ key: "kith.first_steps", defaultValue: "", getInitialValueInEffect: false });
  const company = useType("company_settings");
  const admin = users?.permissions.create === "all" && company?.permissions.update === "all" && hidden === "";
  const steps = useSteps(admin);
  const needed = steps.filter((step) => !step.hint);
  const hints = steps.filter((step) => step.hint);
  const done = needed.filter((step) => step.done).length;
  if (!admin || !steps.length || steps.every((step) => step.done)) return null;
  return (
    <Paper component="section" withBorder p="md">
      <Group justify="space-between" wrap="nowrap">
        <div><Title order={2} size="h5">{t("first.title")}</Title><Text size="sm" c="dimmed">{t("first.help", { done, count: needed.length })}</Text></div>
        <ActionIcon variant="subtle" color="gray" aria-label={t("first.hide")} onClick={() => hide("hidden")}><X size={16} /></ActionIcon>
      </Group>
      <Progress value={(done / needed.length) * 100} size="sm" my="xs" aria-label={t("first.title")} />
      {needed.map((step) => <Line key={step.name} step={step} />)}
      <Text component="h3" size="sm" fw={600} mt="sm" mb={0}>{t("first.then")}</Text>
      {hints.map((step) => <Line key={step.name} step={step} />)}
    </Paper>
  );
}

function Line({ step }: { step: Step }) {
  const { t } = useTranslation();
  return (
    <div className={classes.step}>
      {step.done ? <CircleCheck size={18} color="var(--mantine-primary-color-filled)" aria-label={t("first.done")} role="img" /> : <CircleDashed size={18} aria-hidden />}
      <div><Text size="sm" fw={550} td={step.done ? "line-through" : undefined} c={step.done ? "dimmed" : undefined}>{t(`first.${step.name}.title`)}</Text>
        {!step.done && <Text size="xs" c="dimmed">{t(`first.${step.name}.help`)}</Text>}</div>
      {!step.done && <Anchor component={Link} to={step.to} size="sm">{t(`first.${step.name}.go`)}</Anchor>}
    </div>
  );
}

function useSteps(enabled: boolean): Step[] {
  const me = useMe().data;
  const some = (plural: string) => ask<Page>("GET", path`v1/${plural}`, { query: { limit: 1 } }).then((page) => page.data.length > 0);
  const { data } = useQuery({
    queryKey: ["first_steps"],
    queryFn: async () => {
      const [company, forms, rules, contacts] = await Promise.all([ask<Rec>("GET", path`v1/company_settings/${me?.company.id ?? ""}`), some("forms"), some("routing_rules"), some("contacts")]);
      return { company, forms, rules, contacts };
    },
    enabled: enabled && me !== undefined,
    staleTime: 60_000,
  });
  if (!me || !data) return [];
  return [
    ...["name", "time_zone", "currency", "reply_to"].map((name) => ({ name, to: "/settings/company", done: Boolean(data.company[name]) })),
    { name: "people", to: "/settings/people", done: me.colleagues.length > 1 },
    { name: "data", to: "/imports/new", hint: true, done: data.contacts },
    { name: "form", to: "/settings/forms", hint: true, done: data.forms },
    { name: "routing", to: "/settings/routing", hint: true, done: data.rules },
  ];
}
