/** The condition of a rule: built like a list's filter, with leads that it fits right now. */
import { Anchor, Fieldset, Group, Stack, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { ask } from "../../api/http";
import { path } from "../../api/path";
import type { Condition, ObjectType, Page } from "../../api/types";
import { FilterBuilder } from "../../lists/FilterBuilder";
import { inWords } from "../../parts/States";
import { titleOf, useType } from "../../schema/useType";
import type { InputProps } from "../../values/Edit";
import classes from "../settings.module.css";

const SHOWN = 5;

export function ConditionEdit(props: InputProps) {
  const leads = useType("leads");
  if (!leads) return null;
  return <Conditions {...props} type={leads} />;
}

export function Conditions({ field, value, change, error, type }: InputProps & { type: ObjectType }) {
  const condition = (value as Condition | null) ?? null;
  return (
    <Fieldset legend={field.label} p="sm">
      <Stack gap="xs">
        {field.help && <Text size="xs" c="dimmed">{field.help}</Text>}
        <FilterBuilder type={type} value={condition} change={change} />
        {error && <Text size="xs" c="red" role="alert">{error}</Text>}
        <Fitting condition={condition} type={type} />
      </Stack>
    </Fieldset>
  );
}

function Fitting({ condition, type }: { condition: Condition | null; type: ObjectType }) {
  const { t } = useTranslation();
  const [filter] = useDebouncedValue(condition ? JSON.stringify(condition) : "", 400);
  const found = useQuery({
    queryKey: [type.plural, "fitting", filter],
    queryFn: ({ signal }) => ask<Page>("GET", path`v1/${type.plural}`, { query: { filter, limit: SHOWN }, signal }),
    placeholderData: (before) => before,
  });
  if (found.error) return <Text size="xs" c="red">{inWords(found.error)}</Text>;
  const records = found.data?.data ?? [];
  return (
    <Group gap={6} role="status" className={classes.fits}>
      <Text size="xs" c="dimmed">{!found.data ? t("waiting") : records.length === 0 ? t("settings.rules.fits_none") : t("settings.rules.fits")}</Text>
      {records.map((each) => <Anchor key={each.id} component={Link} to={`/${type.plural}/${each.id}`} target="_blank" size="xs" py={4} className="isolated">{titleOf(each)}</Anchor>)}
      {found.data?.next_cursor && <Text size="xs" c="dimmed">…</Text>}
    </Group>
  );
}
