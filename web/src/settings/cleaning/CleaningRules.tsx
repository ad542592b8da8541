/** Rules that tidy records, by hand or at night: what each does, when it runs, and what its last run did. */
import { Button } from "@mantine/core";
import { Brush, Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Empty, Failed, Waiting } from "../../parts/States";
import { useType } from "../../schema/useType";
import { Screen } from "../parts/Screen";
import { useAll } from "../parts/useAll";
import { useOpened } from "../parts/useOpened";
import classes from "../settings.module.css";
import { CleaningRow } from "./CleaningRow";
import { CleaningSheet } from "./CleaningSheet";
import { RunSheet } from "./RunSheet";
import type { CleaningRule } from "./types";

const trial = (id: string) => `run-${id}`;

export function CleaningRules() {
  const { t } = useTranslation();
  const type = useType("cleaning_rules");
  const found = useAll<CleaningRule>("cleaning_rules");
  const [opened, open] = useOpened();
  const [latest, keep] = useState<CleaningRule>(); // a list tells of a new rule a moment later
  if (!type) return null;
  const rules = [...(found.data ?? [])].sort((one, other) => one.name.localeCompare(other.name));
  const known = [...rules, ...(latest && !rules.some((each) => each.id === latest.id) ? [latest] : [])];
  const tried = known.find((each) => opened === trial(each.id));
  const add = type.permissions.create !== "none" && <Button leftSection={<Plus size={15} aria-hidden />} onClick={() => open("new")}>{t("settings.cleaning.add")}</Button>;
  const saved = (rule: CleaningRule) => {
    keep(rule);
    open(trial(rule.id));
  };
  return (
    <Screen name="cleaning" action={add}>
      {found.error && !found.data ? <Failed error={found.error} retry={() => void found.refetch()} /> : !found.data ? <Waiting />
        : rules.length === 0 ? <Empty icon={<Brush size={28} />} title={t("settings.cleaning.none")} action={add}>{t("settings.cleaning.none_help")}</Empty>
        : <div className={classes.rows}>{rules.map((each) => <CleaningRow key={each.id} rule={each} open={() => open(each.id)} tryIt={() => open(trial(each.id))} />)}</div>}
      {(opened === "new" || rules.some((each) => each.id === opened)) && <CleaningSheet key={opened} type={type} rule={rules.find((each) => each.id === opened)} saved={saved} close={() => open("")} />}
      {tried && <RunSheet key={tried.id} rule={tried} type={type} close={() => open("")} />}
    </Screen>
  );
}
