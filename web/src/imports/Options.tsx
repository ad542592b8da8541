/** How the rows are to be taken: who owns them, what is told, what is made besides. */
import { Select, Stack, Switch } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useMe } from "../api/queries";
import type { ObjectType } from "../api/types";
import { Edit } from "../values/Edit";

interface Props { type: ObjectType; mode: string; options: Record<string, unknown>; change: (options: Record<string, unknown>) => void; errors: Record<string, string> }

const REGION = { name: "region", type: "country", label: "", required: false, read_only: false, options: [], to: null, searchable: false, sortable: false, operators: [], help: "", schema: {} };

export function Options({ type, mode, options, change, errors }: Props) {
  const { t } = useTranslation();
  const colleagues = useMe().data?.colleagues.filter((each) => each.active) ?? [];
  const routed = type.actions.some((action) => action.name === "route");
  const refers = type.fields.some((field) => field.type === "reference" && field.to === "company");
  const set = (name: string, value: unknown) => change({ ...options, [name]: value });
  const line = (name: string, otherwise: boolean) => (
    <Switch label={t(`imports.options.${name}`)} description={t(`imports.options.${name}_help`)} checked={Boolean(options[name] ?? otherwise)} error={errors[`options.${name}`]}
      onChange={(event) => set(name, event.currentTarget.checked)} />
  );
  return (
    <Stack gap="sm">
      {refers && line("create_missing", false)}
      {routed && mode !== "update" && line("route", true)}
      {routed && mode !== "update" && line("notify", false)}
      {mode !== "create" && line("replace", false)}
      {mode !== "update" && <Select label={t("imports.options.owner_id")} description={t("imports.options.owner_id_help")} searchable clearable value={(options.owner_id as string | undefined) ?? null} error={errors["options.owner_id"]}
        data={colleagues.map((each) => ({ value: each.id, label: each.name }))} onChange={(value) => set("owner_id", value ?? undefined)} />}
      <Edit field={{ ...REGION, label: t("imports.options.region"), name: "import_region", help: t("imports.options.region_help") }} value={options.region ?? null} error={errors["options.region"]} change={(value) => set("region", value ?? undefined)} />
    </Stack>
  );
}
