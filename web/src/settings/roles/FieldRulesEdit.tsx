/** Fields that a role does not see, or sees but does not write. */
import { ActionIcon, Fieldset, Group, SegmentedControl, Select, Stack, Text } from "@mantine/core";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSchema } from "../../api/queries";
import { readable, useLabels } from "../../schema/useType";
import type { Widget } from "../parts/RecordForm";
import { type FieldRules, withRule } from "./grants";

const UNHIDABLE = new Set(["owner_id", "team_id"]);

export const FieldRulesEdit: Widget = ({ field, value, change, error }) => {
  const { t } = useTranslation();
  const rules = (value as FieldRules | null) ?? {};
  const lines = Object.entries(rules).flatMap(([objects, fields]) => Object.entries(fields).map(([name, rule]) => ({ objects, name, rule })));
  return (
    <Fieldset legend={field.label} p="sm">
      <Stack gap="xs">
        <Text size="xs" c="dimmed">{field.help}</Text>
        {error && <Text size="xs" c="red" role="alert">{error}</Text>}
        {lines.map((line) => <Line key={`${line.objects}.${line.name}`} {...line} set={(rule) => change(withRule(rules, line.objects, line.name, rule))} />)}
        <Add rules={rules} add={(objects, name) => change(withRule(rules, objects, name, "none"))} hint={t("settings.roles.add_rule")} />
      </Stack>
    </Fieldset>
  );
};

function useNames() {
  const types = useSchema().data ?? [];
  const labels = useLabels();
  return {
    types: types.filter((type) => !type.configuration).map((type) => ({ value: type.plural, label: labels.many(type) })),
    fields: (objects: string) => readable(types.find((type) => type.plural === objects) ?? { fields: [] as never[] } as never)
      .filter((each) => !UNHIDABLE.has(each.name)).map((each) => ({ value: each.name, label: labels.field(each) })),
  };
}

function Line({ objects, name, rule, set }: { objects: string; name: string; rule: string; set: (rule: "none" | "read" | null) => void }) {
  const { t } = useTranslation();
  const names = useNames();
  const label = `${names.types.find((each) => each.value === objects)?.label ?? objects} · ${names.fields(objects).find((each) => each.value === name)?.label ?? name}`;
  return (
    <Group gap="xs" justify="space-between">
      <Text size="sm">{label}</Text>
      <Group gap={4}>
        <SegmentedControl size="xs" aria-label={label} value={rule} onChange={(next) => set(next as "none" | "read")} data={["none", "read"].map((each) => ({ value: each, label: t(`settings.roles.rule.${each}`) }))} />
        <ActionIcon variant="subtle" color="gray" onClick={() => set(null)} aria-label={`${t("delete")}: ${label}`}><Trash2 size={14} /></ActionIcon>
      </Group>
    </Group>
  );
}

function Add({ rules, add, hint }: { rules: FieldRules; add: (objects: string, name: string) => void; hint: string }) {
  const { t } = useTranslation();
  const names = useNames();
  const [objects, choose] = useState<string | null>(null);
  return (
    <Group gap="xs">
      <Select size="xs" w={180} searchable aria-label={t("settings.roles.object")} placeholder={hint} data={names.types} value={objects} onChange={choose} />
      {objects && <Select key={objects} size="xs" w={200} searchable aria-label={t("filter.field")} placeholder={t("filter.field")} value={null}
        data={names.fields(objects).filter((each) => !rules[objects]?.[each.value])} onChange={(name) => name && add(objects, name)} />}
    </Group>
  );
}
