/** Above a list: its groups as tabs, the filter, the columns, the views, the way out as a file. */
import { ActionIcon, Badge, Group, ScrollArea, SegmentedControl, Tooltip } from "@mantine/core";
import { Download, ListFilter } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ObjectType } from "../api/types";
import { useLabels } from "../schema/useType";
import type { Columns } from "./columns";
import { ColumnsPanel } from "./ColumnsPanel";
import { countOf } from "./conditions";
import { ExportDialog } from "./ExportDialog";
import { FilterBuilder } from "./FilterBuilder";
import { FilterPopover } from "./FilterPopover";
import { EVERY, type ListState } from "./state";
import { ViewMenu } from "./ViewMenu";

interface Props { type: ObjectType; state: ListState; columns: Columns }

export function Tools(props: Props) {
  return (
    <Group justify="space-between" gap="xs">
      <Groups {...props} />
      <Group gap={6}><Filter {...props} /><ColumnsPanel columns={props.columns} /><ViewMenu {...props} /><Export {...props} /></Group>
    </Group>
  );
}

function Groups({ type, state }: Props) {
  const { t } = useTranslation();
  const labels = useLabels();
  const field = type.fields.find((each) => each.name === type.group);
  if (!field || !field.options.length || state.view || field.options.length > 7) return <span />;
  return (
    <ScrollArea type="never" maw="100%">
      <SegmentedControl size="xs" aria-label={labels.field(field)} value={state.group} onChange={(value) => state.set({ [field.name]: value || (state.usualGroup ? EVERY : null) })}
        data={[{ value: "", label: t("list.all") }, ...field.options.map((value) => ({ value, label: labels.option(value) }))]} />
    </ScrollArea>
  );
}

function Filter({ type, state }: Props) {
  const count = countOf(state.filter);
  return (
    <FilterPopover width={600} button={{ variant: count ? "light" : "default", leftSection: <ListFilter size={14} aria-hidden />, rightSection: count ? <Badge size="xs" circle>{count}</Badge> : undefined }}>
      <FilterBuilder type={type} value={state.filter} change={(filter) => state.set({ filter: filter ? JSON.stringify(filter) : null })} />
    </FilterPopover>
  );
}

function Export({ type, state, columns }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  if ((type.permissions.export ?? "none") === "none") return null;
  return (
    <>
      <Tooltip label={t("export.title")}><ActionIcon variant="default" size={30} aria-label={t("export.title")} onClick={() => setOpen(true)}><Download size={14} /></ActionIcon></Tooltip>
      {open && <ExportDialog type={type} which={{ filter: state.asked, view: state.viewId }} columns={columns.shown.map((field) => field.name)} sort={state.sort} close={() => setOpen(false)} />}
    </>
  );
}
