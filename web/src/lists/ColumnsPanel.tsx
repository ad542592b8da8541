/** Which columns a list shows: the chosen ones in their order, the others to add. */
import { Button, Checkbox, Group, Popover, ScrollArea, Stack, Text, TextInput } from "@mantine/core";
import { Columns3, Search } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { moved } from "../parts/order";
import { Sortable } from "../parts/Sortable";
import { useLabels } from "../schema/useType";
import type { Columns } from "./columns";

export function ColumnsPanel({ columns }: { columns: Columns }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const [typed, setTyped] = useState("");
  const names = columns.shown.map((field) => field.name);
  const rest = columns.offered.filter((field) => !names.includes(field.name) && labels.field(field).toLowerCase().includes(typed.toLowerCase()));
  return (
    <Popover position="bottom-end" width={280} shadow="md" trapFocus withinPortal>
      <Popover.Target><Button size="xs" variant="default" leftSection={<Columns3 size={14} aria-hidden />}>{t("columns.title")}</Button></Popover.Target>
      <Popover.Dropdown p="xs">
        <ScrollArea.Autosize mah="60vh" type="auto" offsetScrollbars>
          <Sortable items={columns.shown} keyOf={(field) => field.name} nameOf={(field) => labels.field(field)} move={(from, to) => columns.set(moved(names, from, to))} gap={2}>
            {(field, handle) => (
              <Group gap={6} wrap="nowrap">{handle}
                <Checkbox size="xs" label={labels.field(field)} checked onChange={() => columns.set(names.filter((each) => each !== field.name))} /></Group>
            )}
          </Sortable>
          <Text size="xs" c="dimmed" fw={600} mt="sm" mb={4}>{t("columns.add")}</Text>
          <TextInput size="xs" mb={6} leftSection={<Search size={13} />} aria-label={t("columns.find")} placeholder={t("columns.find")} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} />
          <Stack gap={6}>{rest.map((field) => <Checkbox key={field.name} size="xs" label={labels.field(field)} checked={false} onChange={() => columns.set([...names, field.name])} />)}</Stack>
        </ScrollArea.Autosize>
      </Popover.Dropdown>
    </Popover>
  );
}
