/** Who gets which lead: rules in their order, in words, moved by dragging; and tried on a real lead. */
import { Button, Grid } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Plus, Route } from "lucide-react";
import { useTranslation } from "react-i18next";
import { ask } from "../../api/http";
import { Empty, Failed, Waiting, inWords } from "../../parts/States";
import { Sortable } from "../../parts/Sortable";
import { useType } from "../../schema/useType";
import { Screen } from "../parts/Screen";
import { useAll } from "../parts/useAll";
import { useOpened } from "../parts/useOpened";
import { DryRun } from "./DryRun";
import { type Placed, inOrder, positions } from "./positions";
import { RuleCard } from "./RuleCard";
import { RuleSheet } from "./RuleSheet";
import type { RoutingRule } from "./types";

export function RoutingRules() {
  const { t } = useTranslation();
  const type = useType("routing_rules");
  const found = useAll<RoutingRule>("routing_rules");
  const [opened, open] = useOpened();
  const move = useMove();
  if (!type) return null;
  const rules = inOrder(found.data ?? []);
  const may = type.permissions.update !== "none";
  const add = type.permissions.create !== "none" && <Button leftSection={<Plus size={15} aria-hidden />} onClick={() => open("new")}>{t("settings.routing.add")}</Button>;
  return (
    <Screen name="routing" wide action={add}>
      <Grid>
        <Grid.Col span={{ base: 12, xl: 7.5 }}>
          {found.error ? <Failed error={found.error} retry={() => void found.refetch()} /> : !found.data ? <Waiting />
            : rules.length === 0 ? <Empty icon={<Route size={28} />} title={t("settings.routing.none")} action={add}>{t("settings.routing.none_help")}</Empty>
            : <Sortable items={rules} keyOf={(rule) => rule.id} nameOf={(rule) => rule.name} move={(from, to) => move(positions(rules, from, to))}>
                {(rule, handle, place) => <RuleCard rule={rule} place={place} handle={may && handle} open={() => open(rule.id)} />}
              </Sortable>}
        </Grid.Col>
        <Grid.Col span={{ base: 12, xl: 4.5 }}><DryRun /></Grid.Col>
      </Grid>
      {(opened === "new" || rules.some((each) => each.id === opened)) && <RuleSheet key={opened} type={type} rules={rules} rule={rules.find((each) => each.id === opened)} close={() => open("")} />}
    </Screen>
  );
}

/** The new order shows at once; refused, the old one comes back. */
function useMove(): (updates: Placed[]) => void {
  const queries = useQueryClient();
  const key = ["routing_rules", "all", {}];
  const save = useMutation({
    mutationFn: (updates: Placed[]) => ask<{ results: { status: number }[] }>("POST", "v1/routing_rules/batch", { body: { update: updates } }),
    onMutate: async (updates) => {
      await queries.cancelQueries({ queryKey: key });
      const before = queries.getQueryData<RoutingRule[]>(key);
      const at = new Map(updates.map((each) => [each.id, each.position]));
      queries.setQueryData<RoutingRule[]>(key, (now) => now?.map((each) => ({ ...each, position: at.get(each.id) ?? each.position })));
      return { before };
    },
    onError: (error, _, kept) => {
      queries.setQueryData(key, kept?.before);
      notifications.show({ message: inWords(error), color: "red" });
    },
  });
  return (updates) => updates.length > 0 && save.mutate(updates);
}
