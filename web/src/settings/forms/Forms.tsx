/** Web forms whose submissions become leads. */
import { Badge, Button, Group, Stack, Text, UnstyledButton } from "@mantine/core";
import { ClipboardList, Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Empty, Failed, Waiting } from "../../parts/States";
import { useType } from "../../schema/useType";
import { ActiveSwitch } from "../parts/ActiveSwitch";
import { Screen } from "../parts/Screen";
import { useAll } from "../parts/useAll";
import { useOpened } from "../parts/useOpened";
import classes from "../settings.module.css";
import { FormEditor } from "./FormEditor";
import type { Form } from "./types";

export function Forms() {
  const { t } = useTranslation();
  const type = useType("forms");
  const found = useAll<Form>("forms");
  const [opened, open] = useOpened();
  if (!type) return null;
  const form = found.data?.find((each) => each.id === opened);
  if (opened === "new" || form) return <FormEditor key={opened} type={type} form={form} open={open} />;
  const add = type.permissions.create !== "none" && <Button leftSection={<Plus size={15} aria-hidden />} onClick={() => open("new")}>{t("settings.forms.add")}</Button>;
  return (
    <Screen name="forms" action={add}>
      {found.error ? <Failed error={found.error} retry={() => void found.refetch()} /> : !found.data ? <Waiting rows={4} />
        : found.data.length === 0 ? <Empty icon={<ClipboardList size={28} />} title={t("settings.forms.none")} action={add}>{t("settings.forms.none_help")}</Empty>
        : <div className={classes.rows}>{found.data.map((each) => (
            <Group key={each.id} className={classes.row}>
              <Stack gap={0} className={classes.main}>
                <UnstyledButton className={classes.open} onClick={() => open(each.id)}>{each.name}</UnstyledButton>
                <Text size="xs" c="dimmed">{t("settings.forms.questions", { count: each.fields.length })}</Text>
              </Stack>
              {each.source && <Badge variant="default" tt="none" fw={450}>{each.source}</Badge>}
              <ActiveSwitch record={each} name={each.name} />
            </Group>
          ))}</div>}
    </Screen>
  );
}
