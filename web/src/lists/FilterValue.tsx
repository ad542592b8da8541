/** What a line of a filter compares with: an input that fits the field and the operator. */
import { Button, Group, MultiSelect, NumberInput, Select, TagsInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useMe } from "../api/queries";
import type { Field } from "../api/types";
import { useLabels } from "../schema/useType";
import { Edit } from "../values/Edit";
import { Inside } from "../values/inside";
import { type Line, isMyTeams } from "./conditions";

interface Props { field: Field; line: Line; change: (value: unknown) => void }

/** A list is compared with one of its elements. */
const ELEMENT: Record<string, string> = {
  emails: "text", phones: "text", tags: "text", email: "text", phone: "text", url: "text", domain: "text", person_name: "text", address: "text",
  multi_choice: "choice", users: "user", references: "reference", long_text: "text",
};

export function FilterValue({ field, line, change }: Props) {
  const single: Field = { ...field, type: ELEMENT[field.type] ?? field.type, help: "", required: false, by_hand: field.options };
  if (line.op === "empty") return <Emptiness value={line.value} change={change} />;
  if (line.op === "within") return <Span value={line.value} change={change} />;
  if (isMyTeams(line.value)) return <MyTeams change={change} />;
  if (line.op === "in") return <Several field={single} value={line.value} change={change} />;
  if (single.type === "user") return <Somebody field={single} value={line.value} change={change} />;
  return <Inside value><Edit field={single} value={line.value} change={change} label={false} size="xs" /></Inside>;
}

function Emptiness({ value, change }: { value: unknown; change: (value: unknown) => void }) {
  const { t } = useTranslation();
  return <Select size="xs" aria-label={t("filter.value")} value={value === false ? "no" : "yes"} allowDeselect={false} comboboxProps={{ withinPortal: false }}
    data={[{ value: "yes", label: t("yes") }, { value: "no", label: t("no") }]} onChange={(next) => change(next !== "no")} />;
}

const UNITS = ["minutes", "hours", "days", "weeks"] as const;
type Unit = (typeof UNITS)[number];

/** "The last 7 days", "the next 4 hours". */
function Span({ value, change }: { value: unknown; change: (value: unknown) => void }) {
  const { t } = useTranslation();
  const [unit = "days", number] = Object.entries((value as Partial<Record<Unit, number>> | null) ?? {})[0] ?? [];
  const past = number === undefined || number < 0 || Object.is(number, -0);
  const set = (size: number | "", inPast = past, of = unit) => change(size === "" ? null : { [of]: inPast ? -size : size });
  const size = number === undefined ? "" : Math.abs(number);
  return (
    <Group gap={4} wrap="nowrap">
      <Select size="xs" w={96} aria-label={t("filter.direction")} value={past ? "past" : "future"} allowDeselect={false} comboboxProps={{ withinPortal: false }}
        data={[{ value: "past", label: t("filter.past") }, { value: "future", label: t("filter.future") }]} onChange={(next) => set(size || 7, next === "past")} />
      <NumberInput size="xs" flex={1} miw={48} min={1} allowDecimal={false} allowNegative={false} hideControls aria-label={t("filter.number")} value={size} onChange={(next) => set(next === "" ? "" : Number(next))} />
      <Select size="xs" w={96} aria-label={t("filter.unit")} value={unit} allowDeselect={false} comboboxProps={{ withinPortal: false }}
        data={UNITS.map((each) => ({ value: each, label: t(`filter.units.${each}`) }))} onChange={(next) => set(size || 7, past, next ?? "days")} />
    </Group>
  );
}

function Several({ field, value, change }: { field: Field; value: unknown; change: (value: unknown) => void }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const colleagues = useMe().data?.colleagues ?? [];
  const known: unknown[] = Array.isArray(value) ? value : [];
  const data = field.type === "user" ? colleagues.map((each) => ({ value: each.id, label: each.name })) : field.options.map((each) => ({ value: each, label: labels.option(each) }));
  const shared = { size: "xs", "aria-label": t("filter.value"), value: known.map(String), comboboxProps: { withinPortal: false } } as const;
  if (data.length) return <MultiSelect {...shared} searchable data={data} onChange={change} />;
  const numeric = field.type === "number" || field.type === "integer";
  return <TagsInput {...shared} acceptValueOnBlur placeholder={t("filter.several")} onChange={(next) => change(numeric ? next.map(Number).filter((each) => !Number.isNaN(each)) : next)} />;
}

/** "My teams" stands for whoever reads; taken back, a team is chosen as usual. */
function MyTeams({ change }: { change: (value: unknown) => void }) {
  const { t } = useTranslation();
  return <Group gap={4} wrap="nowrap"><Button size="compact-sm" variant="filled" aria-pressed onClick={() => change(null)}>{t("filter.my_teams")}</Button></Group>;
}

function Somebody({ field, value, change }: { field: Field; value: unknown; change: (value: unknown) => void }) {
  const { t } = useTranslation();
  const mine = typeof value === "object" && value !== null && "me" in value;
  return (
    <Group gap={4} wrap="nowrap">
      {!mine && <div style={{ flex: 1 }}><Inside value><Edit field={field} value={value} change={change} label={false} size="xs" /></Inside></div>}
      <Button size="compact-sm" variant={mine ? "filled" : "default"} aria-pressed={mine} onClick={() => change(mine ? null : { me: true })}>{t("filter.me")}</Button>
    </Group>
  );
}
