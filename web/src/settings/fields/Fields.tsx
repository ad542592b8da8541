/** The fields of each object: those that came with Kith, and those that the company adds. */
import { Badge, Button, Group, Select, Stack, Text, Title, UnstyledButton } from "@mantine/core";
import { Plus, TextCursorInput } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import type { ObjectType, Rec } from "../../api/types";
import { Empty, Failed, Waiting } from "../../parts/States";
import { readable, useLabels, useType, words } from "../../schema/useType";
import { Screen } from "../parts/Screen";
import { useAll } from "../parts/useAll";
import { useOpened } from "../parts/useOpened";
import classes from "../settings.module.css";
import { FieldSheet } from "./FieldSheet";
import { useCustomizable } from "./useCustomizable";

export function Fields() {
  const { t } = useTranslation();
  const type = useType("fields");
  const found = useAll("fields");
  const labels = useLabels();
  const objects = useCustomizable();
  const [params, setParams] = useSearchParams();
  const [opened, open] = useOpened();
  const object = objects.find((each) => each.plural === params.get("object")) ?? objects[0];
  if (!type || !object) return null;
  const added = (found.data ?? []).filter((each) => each.object === object.plural);
  const field = found.data?.find((each) => each.id === opened);
  const add = type.permissions.create !== "none" && <Button leftSection={<Plus size={15} aria-hidden />} onClick={() => open("new")}>{t("settings.fields.add")}</Button>;
  return (
    <Screen name="fields" action={add}>
      <Select w={240} size="sm" label={t("settings.fields.of")} allowDeselect={false} value={object.plural} onChange={(plural) => setParams({ object: plural ?? "" })}
        data={objects.map((each) => ({ value: each.plural, label: labels.many(each) }))} />
      {found.error ? <Failed error={found.error} retry={() => void found.refetch()} /> : !found.data ? <Waiting rows={4} /> : (
        <>
          {added.length === 0 ? <Empty icon={<TextCursorInput size={28} />} title={t("settings.fields.none")} action={add}>{t("settings.fields.none_help")}</Empty>
            : <Added fields={added} open={open} />}
          <Given type={object} added={new Set(added.map((each) => String(each.name)))} />
        </>
      )}
      {(opened === "new" || field) && <FieldSheet key={opened} type={type} field={field} object={object.plural} close={() => open("")} saved={(of) => setParams({ object: of })} />}
    </Screen>
  );
}

function Added({ fields, open }: { fields: Rec[]; open: (id: string) => void }) {
  const { t } = useTranslation();
  return (
    <section>
      <Title order={2} size="h5" mb={6}>{t("settings.fields.added")}</Title>
      <div className={classes.rows}>{fields.map((each) => (
        <Group key={each.id} className={classes.row}>
          <Stack gap={0} className={classes.main}>
            <UnstyledButton className={classes.open} onClick={() => open(each.id)}>{String(each.label ?? each.name)}</UnstyledButton>
            <Text size="xs" c="dimmed" ff="monospace">{String(each.name)}</Text>
          </Stack>
          {Boolean(each.roll_up) && <Badge variant="default" tt="none">{t("settings.fields.roll_up")}</Badge>}
          {Boolean(each.required) && <Badge variant="default" tt="none">{t("settings.forms.required")}</Badge>}
          <Text size="xs" c="dimmed">{t(`settings.kinds.${String(each.field_type)}`, { defaultValue: words(String(each.field_type)) })}</Text>
        </Group>
      ))}</div>
    </section>
  );
}

function Given({ type, added }: { type: ObjectType; added: Set<string> }) {
  const { t } = useTranslation();
  const labels = useLabels();
  return (
    <section>
      <Title order={2} size="h5" mb={6}>{t("settings.fields.given")}</Title>
      <div className={classes.rows}>{readable(type).filter((each) => !added.has(each.name)).map((each) => (
        <Group key={each.name} className={classes.row} py={6}>
          <Text size="sm" className={classes.main}>{labels.field(each)}</Text>
          <Text size="xs" c="dimmed">{t(`settings.kinds.${each.type}`, { defaultValue: words(each.type) })}</Text>
        </Group>
      ))}</div>
    </section>
  );
}
