/** Above a list: its groups as tabs, the filter, the columns. */
import { Button, Checkbox, Group, Indicator, Menu, Popover, SegmentedControl, ScrollArea } from "@mantine/core";
import { Columns3, ListFilter } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Field, ObjectType } from "../api/types";
import { readable, useLabels } from "../schema/useType";
import { NAMES } from "./columns";
import { FilterBuilder } from "./FilterBuilder";
import type { ListState } from "./state";

interface Props { type: ObjectType; state: ListState; columns: Field[]; setColumns: (names: string[]) => void }

export function Tools(props: Props) {
  return (
    <Group justify="space-between" gap="sm">
      <Groups {...props} />
      <Group gap="xs"><Filter {...props} /><Columns {...props} /></Group>
    </Group>
  );
}

function Groups({ type, state }: Props) {
  const { t } = useTranslation();
  const labels = useLabels();
  const field = type.fields.find((each) => each.name === type.group);
  if (!field || state.view || field.options.length > 7) return <span />;
  return (
    <ScrollArea type="never">
      <SegmentedControl size="xs" aria-label={labels.field(field)} value={state.group} onChange={(value) => state.set({ [field.name]: value || null })}
        data={[{ value: "", label: t("list.all") }, ...field.options.map((value) => ({ value, label: labels.option(value) }))]} />
    </ScrollArea>
  );
}

function Filter({ type, state }: Props) {
  const { t } = useTranslation();
  return (
    <Popover position="bottom-end" width={560} shadow="md" trapFocus withinPortal>
      <Popover.Target>
        <Indicator disabled={!state.filter} size={8}>
          <Button size="xs" variant={state.filter ? "light" : "default"} leftSection={<ListFilter size={14} aria-hidden />}>{t("filter.title")}</Button>
        </Indicator>
      </Popover.Target>
      <Popover.Dropdown maw="94vw"><FilterBuilder type={type} state={state} /></Popover.Dropdown>
    </Popover>
  );
}

function Columns({ type, columns, setColumns }: Props) {
  const { t } = useTranslation();
  const labels = useLabels();
  const names = columns.map((field) => field.name);
  const offered = readable(type).filter((field) => !NAMES.has(field.name) && field.type !== "json");
  return (
    <Menu closeOnItemClick={false} position="bottom-end">
      <Menu.Target><Button size="xs" variant="default" leftSection={<Columns3 size={14} aria-hidden />}>{t("columns.title")}</Button></Menu.Target>
      <Menu.Dropdown mah={360} style={{ overflow: "auto" }}>
        {offered.map((field) => (
          <Menu.Item key={field.name} component="div" onClick={() => setColumns(names.includes(field.name) ? names.filter((each) => each !== field.name) : [...names, field.name])}>
            <Checkbox size="xs" label={labels.field(field)} checked={names.includes(field.name)} readOnly tabIndex={-1} />
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
