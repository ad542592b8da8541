/** Who is asked: people, whole teams, and what of them must fit the lead. */
import { ActionIcon, Button, Fieldset, Group, Select, Stack, Text } from "@mantine/core";
import { Plus, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Condition } from "../../api/types";
import { readable, useLabels, useType } from "../../schema/useType";
import { type Widget } from "../parts/RecordForm";
import { PickPeople, pickMany } from "../parts/widgets";
import { useSentence } from "../rules/useSentence";
import { type Match, conditionOf, matchesOf } from "./matches";
import type { Pool } from "./types";

const PickTeams = pickMany("teams");

export const PoolEdit: Widget = ({ field, value, change, errors }) => {
  const { t } = useTranslation();
  const pool = (value as Pool | null) ?? {};
  const teams = useType("teams");
  const set = (name: keyof Pool, part: unknown) => change({ ...pool, [name]: part ?? undefined });
  const own = (label: string) => ({ ...field, label: t(`settings.routing.${label}`), help: "", required: false });
  return (
    <Fieldset legend={field.label} p="sm">
      <Stack gap="sm">
        {teams && <PickTeams field={own("teams")} value={pool.team_ids} change={(ids) => set("team_ids", ids)} error={errors["pool.team_ids"]} />}
        <PickPeople field={own("people")} value={pool.user_ids} change={(ids) => set("user_ids", ids)} error={errors["pool.user_ids"] ?? errors.pool} />
        <Matches condition={pool.condition ?? null} change={(condition) => set("condition", condition)} />
        {errors["pool.condition"] && <Text size="xs" c="red">{errors["pool.condition"]}</Text>}
      </Stack>
    </Fieldset>
  );
};

/** Lines such as: their languages have the lead's language. */
function Matches({ condition, change }: { condition: Condition | null; change: (condition: Condition | null) => void }) {
  const { t } = useTranslation();
  const words = useSentence(useType("users"));
  const matches = matchesOf(condition);
  if (!matches) {
    return <Group justify="space-between"><Text size="sm">{condition && t("settings.routing.if", { condition: words(condition) })}</Text>
      <Button size="compact-xs" variant="subtle" color="gray" onClick={() => change(null)}>{t("filter.clear")}</Button></Group>;
  }
  const replace = (place: number, match: Match) => change(conditionOf(matches.map((each, at) => (at === place ? match : each))));
  return (
    <Stack gap={6}>
      {matches.map((match, place) => <MatchLine key={place} match={match} change={(next) => replace(place, next)} remove={() => change(conditionOf(matches.filter((_, at) => at !== place)))} />)}
      <Group><Button size="compact-xs" variant="subtle" leftSection={<Plus size={13} aria-hidden />}
        onClick={() => change(conditionOf([...matches, { own: "languages", lead: "language" }]))}>{t("settings.routing.match")}</Button></Group>
    </Stack>
  );
}

function MatchLine({ match, change, remove }: { match: Match; change: (match: Match) => void; remove: () => void }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const leads = useType("leads");
  const own = ["languages", "regions", "skills", "tags"].map((value) => ({ value, label: t(`settings.labels.user.${value}`, { defaultValue: value }) }));
  const lead = (leads ? readable(leads) : []).filter((each) => ["text", "country", "language", "choice"].includes(each.type)).map((each) => ({ value: each.name, label: labels.field(each) }));
  return (
    <Group gap={6}>
      <Select size="xs" flex="1 1 120px" aria-label={t("settings.routing.theirs")} allowDeselect={false} data={own} value={match.own} onChange={(value) => change({ ...match, own: value ?? match.own })} />
      <Text size="xs" flex="none">{t("settings.routing.have")}</Text>
      <Select size="xs" flex="1 1 120px" searchable aria-label={t("settings.routing.leads")} allowDeselect={false} data={lead} value={match.lead} onChange={(value) => change({ ...match, lead: value ?? match.lead })} />
      <ActionIcon variant="subtle" color="gray" onClick={remove} aria-label={t("filter.remove")}><Trash2 size={14} /></ActionIcon>
    </Group>
  );
}
