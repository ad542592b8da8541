/** Which records a list shows, line by line, of any field and operator that the schema names. */
import { ActionIcon, Alert, Button, Group, MultiSelect, NumberInput, SegmentedControl, Select, Stack, Text } from "@mantine/core";
import { Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Field, ObjectType } from "../api/types";
import { readable, useLabels, words } from "../schema/useType";
import { Edit } from "../values/Edit";
import { type Draft, type Line, conditionOf, draftOf } from "./conditions";
import type { ListState } from "./state";

const SINGLE: Record<string, string> = { emails: "text", phones: "text", tags: "text", email: "text", multi_choice: "choice", users: "user", references: "reference", long_text: "text" };

export function FilterBuilder({ type, state }: { type: ObjectType; state: ListState }) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<Draft | null>(() => {
    const found = draftOf(state.filter);
    return found && !found.lines.length ? { ...found, lines: [{ field: "", op: "", value: null }] } : found;
  });
  const apply = (next: Draft) => {
    setDraft(next);
    const condition = conditionOf(next);
    state.set({ filter: condition ? JSON.stringify(condition) : null });
  };
  if (!draft) {
    return <Alert color="gray" title={t("filter.deep")}><Button size="xs" variant="default" onClick={() => apply({ join: "all", lines: [] })}>{t("filter.clear")}</Button></Alert>;
  }
  const change = (place: number, line: Line) => apply({ ...draft, lines: draft.lines.map((each, at) => (at === place ? line : each)) });
  return (
    <Stack gap="xs">
      <Group gap="xs"><Text size="sm">{t("filter.show")}</Text>
        <SegmentedControl size="xs" value={draft.join} onChange={(join) => apply({ ...draft, join: join as Draft["join"] })} aria-label={t("filter.join")}
          data={[{ value: "all", label: t("filter.all") }, { value: "any", label: t("filter.any") }]} /></Group>
      {draft.lines.map((line, place) => (
        <LineEdit key={place} type={type} line={line} change={(next) => change(place, next)}
          remove={() => apply({ ...draft, lines: draft.lines.filter((_, at) => at !== place) })} />
      ))}
      <Group justify="space-between">
        <Button size="compact-xs" variant="subtle" leftSection={<Plus size={13} aria-hidden />} onClick={() => setDraft({ ...draft, lines: [...draft.lines, { field: "", op: "", value: null }] })}>{t("filter.add")}</Button>
        <Button size="compact-xs" variant="subtle" color="gray" onClick={() => apply({ join: "all", lines: [] })}>{t("filter.clear")}</Button>
      </Group>
    </Stack>
  );
}

interface LineProps { type: ObjectType; line: Line; change: (line: Line) => void; remove: () => void }

function LineEdit({ type, line, change, remove }: LineProps) {
  const { t } = useTranslation();
  const labels = useLabels();
  const fields = readable(type).filter((field) => field.operators.length > 1);
  const field = fields.find((each) => each.name === line.field);
  const operator = (op: string) => t(`operators.${op}`, { defaultValue: words(op) });
  return (
    <Group gap={6} wrap="nowrap" align="flex-start">
      <Select size="xs" w={160} searchable aria-label={t("filter.field")} placeholder={t("filter.field")} value={line.field || null} comboboxProps={{ withinPortal: false }}
        data={fields.map((each) => ({ value: each.name, label: labels.field(each) }))}
        onChange={(name) => change({ field: name ?? "", op: fields.find((each) => each.name === name)?.operators.includes("eq") ? "eq" : "contains", value: null })} />
      <Select size="xs" w={130} aria-label={t("filter.operator")} value={line.op || null} disabled={!field} allowDeselect={false} comboboxProps={{ withinPortal: false }}
        data={(field?.operators ?? []).map((op) => ({ value: op, label: operator(op) }))} onChange={(op) => change({ ...line, op: op ?? "eq", value: null })} />
      <div style={{ flex: 1 }}>{field && <ValueEdit field={field} line={line} change={(value) => change({ ...line, value })} />}</div>
      <ActionIcon variant="subtle" color="gray" onClick={remove} aria-label={t("filter.remove")}><Trash2 size={14} /></ActionIcon>
    </Group>
  );
}

function ValueEdit({ field, line, change }: { field: Field; line: Line; change: (value: unknown) => void }) {
  const { t } = useTranslation();
  const labels = useLabels();
  if (line.op === "empty") {
    return <Select size="xs" aria-label={t("filter.value")} value={line.value === false ? "no" : "yes"} allowDeselect={false} comboboxProps={{ withinPortal: false }}
      data={[{ value: "yes", label: t("yes") }, { value: "no", label: t("no") }]} onChange={(value) => change(value !== "no")} />;
  }
  if (line.op === "within") {
    const days = (line.value as { days?: number } | null)?.days ?? "";
    return <NumberInput size="xs" aria-label={t("filter.days")} suffix={` ${t("filter.days_unit")}`} value={days} onChange={(value) => change(value === "" ? null : { days: Number(value) })} />;
  }
  if (line.op === "in" && field.options.length) {
    return <MultiSelect size="xs" aria-label={t("filter.value")} value={(line.value as string[] | null) ?? []} onChange={change} comboboxProps={{ withinPortal: false }}
      data={field.options.map((value) => ({ value, label: labels.option(value) }))} />;
  }
  if (field.type === "user" && field.name === "owner_id") return <OwnerEdit field={field} value={line.value} change={change} />;
  const single = { ...field, type: SINGLE[field.type] ?? field.type, help: "", required: false };
  return <Edit field={single} value={line.value} change={change} label={false} />;
}

function OwnerEdit({ field, value, change }: { field: Field; value: unknown; change: (value: unknown) => void }) {
  const { t } = useTranslation();
  const mine = typeof value === "object" && value !== null && "me" in value;
  return (
    <Group gap={4} wrap="nowrap">
      {!mine && <Edit field={{ ...field, required: false, help: "" }} value={value} change={change} label={false} />}
      <Button size="compact-xs" variant={mine ? "filled" : "default"} onClick={() => change(mine ? null : { me: true })}>{t("filter.me")}</Button>
    </Group>
  );
}
