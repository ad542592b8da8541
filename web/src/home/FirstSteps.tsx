/** For whoever sets Kith up: what is left to do on the first day. It goes away when all is done, or when it is told to. */
import { ActionIcon, Anchor, Group, Paper, Progress, Text, Title } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { CircleCheck, CircleDashed, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { ask } from "../api/http";
import { path } from "../api/path";
import { useMe } from "../api/queries";
import type { Page } from "../api/types";
import { useType } from "../schema/useType";
import classes from "./home.module.css";

interface Step { name: string; to: string; done: boolean }

export function FirstSteps() {
  const { t } = useTranslation();
  const users = useType("users");
  const [hidden, hide] = useLocalStorage({ key: "kith.first_steps", defaultValue: "", getInitialValueInEffect: false });
  const admin = users !== undefined && users.permissions.create === "all" && hidden === "";
  const steps = useSteps(admin);
  const done = steps.filter((step) => step.done).length;
  if (!admin || !steps.length || done === steps.length) return null;
  return (
    <Paper component="section" withBorder p="md">
      <Group justify="space-between" wrap="nowrap">
        <div><Title order={2} size="h5">{t("first.title")}</Title><Text size="sm" c="dimmed">{t("first.help", { done, count: steps.length })}</Text></div>
        <ActionIcon variant="subtle" color="gray" aria-label={t("first.hide")} onClick={() => hide("hidden")}><X size={16} /></ActionIcon>
      </Group>
      <Progress value={(done / steps.length) * 100} size="sm" my="xs" aria-label={t("first.title")} />
      {steps.map((step) => (
        <div key={step.name} className={classes.step}>
          {step.done ? <CircleCheck size={18} color="var(--mantine-primary-color-filled)" aria-label={t("first.done")} role="img" /> : <CircleDashed size={18} aria-hidden />}
          <div><Text size="sm" fw={550} td={step.done ? "line-through" : undefined} c={step.done ? "dimmed" : undefined}>{t(`first.${step.name}.title`)}</Text>
            {!step.done && <Text size="xs" c="dimmed">{t(`first.${step.name}.help`)}</Text>}</div>
          {!step.done && <Anchor component={Link} to={step.to} size="sm">{t(`first.${step.name}.go`)}</Anchor>}
        </div>
      ))}
    </Paper>
  );
}

function useSteps(enabled: boolean): Step[] {
  const me = useMe().data;
  const some = (plural: string) => ask<Page>("GET", path`v1/${plural}`, { query: { limit: 1 } }).then((page) => page.data.length > 0);
  const { data } = useQuery({
    queryKey: ["first_steps"],
    queryFn: async () => {
      const [forms, rules, contacts] = await Promise.all([some("forms"), some("routing_rules"), some("contacts")]);
      return { forms, rules, contacts };
    },
    enabled,
    staleTime: 60_000,
  });
  if (!me || !data) return [];
  return [
    { name: "profile", to: "/settings/profile", done: Boolean(me.time_zone && me.locale) },
    { name: "people", to: "/settings/people", done: me.colleagues.length > 1 },
    { name: "data", to: "/imports/new", done: data.contacts },
    { name: "form", to: "/settings/forms", done: data.forms },
    { name: "routing", to: "/settings/routing", done: data.rules },
  ];
}
