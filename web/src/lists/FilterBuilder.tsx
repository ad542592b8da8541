/** A condition, line by line and in groups, of any field and operator that the schema names. */
import { ActionIcon, Button, Group as Row, SegmentedControl, Select, Stack } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { Plus, Rows3, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Condition, ObjectType } from "../api/types";
import { readable, useLabels, words } from "../schema/useType";
import { BLANK, DEPTH, type Group, type Join, type Line, NODES, type Part, conditionOf, countOf, groupOf, isGroup } from "./conditions";
import { FilterValue } from "./FilterValue";
import classes from "./filter.module.css";

interface Props { type: ObjectType; value: Condition | null; change: (condition: Condition | null) => void }

export function FilterBuilder({ type, value, change }: Props) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<Group>(() => {
    const group = groupOf(value);
    return group.parts.length ? group : { ...group, parts: [BLANK] };
  });
  const tell = useDebouncedCallback((next: Group) => change(conditionOf(next)), { delay: 350, flushOnUnmount: true });
  const apply = (next: Group) => {
    setDraft(next);
    tell(next);
  };
  const full = countOf(conditionOf(draft)) >= NODES - 4;
  return (
    <Stack gap="xs">
      <GroupEdit type={type} group={draft} change={apply} depth={1} full={full} />
      <Row justify="flex-end">
        <Button size="compact-xs" variant="subtle" color="gray" onClick={() => apply({ join: "all", parts: [] })}>{t("filter.clear")}</Button>
      </Row>
    </Stack>
  );
}

interface GroupProps { type: ObjectType; group: Group; change: (group: Group) => void; depth: number; full: boolean; remove?: () => void }

function GroupEdit({ type, group, change, depth, full, remove }: GroupProps) {
  const { t } = useTranslation();
  const put = (parts: Part[]) => change({ ...group, parts });
  const replace = (place: number, part: Part) => put(group.parts.map((each, at) => (at === place ? part : each)));
  const drop = (place: number) => put(group.parts.filter((_, at) => at !== place));
  return (
    <Stack gap={6} role="group" aria-label={t("filter.group")} className={depth > 1 ? classes.nested : undefined}>
      <Row gap="xs" justify="space-between" wrap="nowrap">
        <SegmentedControl size="xs" value={group.join} onChange={(join) => change({ ...group, join: join as Join })} aria-label={t("filter.join")}
          data={(["all", "any", "none"] as const).map((value) => ({ value, label: t(`filter.${value}`) }))} />
        {remove && <ActionIcon variant="subtle" color="gray" onClick={remove} aria-label={t("filter.remove_group")}><Trash2 size={14} /></ActionIcon>}
      </Row>
      {group.parts.map((part, place) => isGroup(part)
        ? <GroupEdit key={place} type={type} group={part} change={(next) => replace(place, next)} depth={depth + 1} full={full} remove={() => drop(place)} />
        : <LineEdit key={place} type={type} line={part} change={(next) => replace(place, next)} remove={() => drop(place)} />)}
      <Row gap={4}>
        <Button size="compact-xs" variant="subtle" disabled={full} leftSection={<Plus size={13} aria-hidden />} onClick={() => put([...group.parts, BLANK])}>{t("filter.add")}</Button>
        {depth < DEPTH - 1 && <Button size="compact-xs" variant="subtle" disabled={full} leftSection={<Rows3 size={13} aria-hidden />}
          onClick={() => put([...group.parts, { join: group.join === "any" ? "all" : "any", parts: [BLANK] }])}>{t("filter.add_group")}</Button>}
      </Row>
    </Stack>
  );
}

interface LineProps { type: ObjectType; line: Line; change: (line: Line) => void; remove: () => void }

function LineEdit({ type, line, change, remove }: LineProps) {
  const { t } = useTranslation();
  const labels = useLabels();
  const fields = readable(type).filter((field) => field.operators.length > 1);
  const field = fields.find((each) => each.name === line.field);
  const start = (name: string | null): Line => {
    const operators = fields.find((each) => each.name === name)?.operators ?? [];
    return { field: name ?? "", op: FIRST.find((op) => operators.includes(op)) ?? operators[0] ?? "", value: null };
  };
  return (
    <div className={classes.line}>
      <Select size="xs" searchable aria-label={t("filter.field")} placeholder={t("filter.field")} value={line.field || null} comboboxProps={{ withinPortal: false }}
        data={fields.map((each) => ({ value: each.name, label: labels.field(each) }))} onChange={(name) => change(start(name))} />
      <Select size="xs" aria-label={t("filter.operator")} value={line.op || null} disabled={!field} allowDeselect={false} comboboxProps={{ withinPortal: false }}
        data={ORDER.filter((op) => field?.operators.includes(op)).map((op) => ({ value: op, label: t(`operators.${op}`, { defaultValue: words(op) }) }))}
        onChange={(op) => change({ ...line, op: op ?? "eq", value: null })} />
      <div className={classes.value}>{field && <FilterValue field={field} line={line} change={(value) => change({ ...line, value })} />}</div>
      <ActionIcon variant="subtle" color="gray" onClick={remove} aria-label={t("filter.remove")}><Trash2 size={14} /></ActionIcon>
    </div>
  );
}

const ORDER = ["eq", "ne", "in", "has", "contains", "starts", "gt", "gte", "lt", "lte", "within", "empty"];
const FIRST = ["has", "eq", "contains", "within"];
