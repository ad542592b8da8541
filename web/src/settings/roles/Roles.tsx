/** What people may do: roles, each as a grid that one can read. */
import { Alert, Badge, Button, Group, Stack, Text, Title, UnstyledButton } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { ArrowLeft, Plus, ShieldCheck } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { ObjectType, Rec } from "../../api/types";
import { Empty, Failed, Waiting } from "../../parts/States";
import { useType } from "../../schema/useType";
import { RecordForm, type Widget } from "../parts/RecordForm";
import { RemoveButton } from "../parts/RemoveButton";
import { Screen } from "../parts/Screen";
import { useAll } from "../parts/useAll";
import { useOpened } from "../parts/useOpened";
import { useNameOf } from "../parts/widgets";
import classes from "../settings.module.css";
import { FieldRulesEdit } from "./FieldRulesEdit";
import { beginning } from "./grants";
import { GrantsEdit } from "./GrantsEdit";
import { KindEdit } from "./KindEdit";
import { useGridRows } from "./objects";

const WIDGETS: Record<string, Widget> = { kind: KindEdit, grants: GrantsEdit, fields: FieldRulesEdit };

export function Roles() {
  const { t } = useTranslation();
  const type = useType("roles");
  const found = useAll("roles");
  const people = useAll("users", Boolean(useType("users"))).data;
  const nameOf = useNameOf();
  const [opened, open] = useOpened();
  if (!type) return null;
  const role = found.data?.find((each) => each.id === opened);
  if (opened === "new" || role) return <Editor key={opened} type={type} role={role} close={() => open("")} />;
  const add = type.permissions.create !== "none" && <Button leftSection={<Plus size={15} aria-hidden />} onClick={() => open("new")}>{t("settings.roles.add")}</Button>;
  const holders = (id: string) => people?.filter((each) => each.active && (each.role_ids as string[] | null)?.includes(id)).length ?? 0;
  return (
    <Screen name="roles" action={add}>
      {found.error ? <Failed error={found.error} retry={() => void found.refetch()} /> : !found.data ? <Waiting rows={6} />
        : found.data.length === 0 ? <Empty icon={<ShieldCheck size={28} />} title={t("settings.roles.none")} action={add}>{t("settings.about.roles")}</Empty>
        : <div className={classes.rows}>{found.data.map((each) => (
            <Group key={each.id} className={classes.row}>
              <UnstyledButton className={`${classes.main} ${classes.open}`} onClick={() => open(each.id)}>{nameOf(each)}</UnstyledButton>
              {each.kind === "external" && <Badge variant="light" color="grape" tt="none">{t("settings.roles.kind.external")}</Badge>}
              <Text size="xs" c="dimmed">{people && t("settings.roles.holders", { count: holders(each.id) })}</Text>
            </Group>
          ))}</div>}
    </Screen>
  );
}

function Editor({ type, role, close }: { type: ObjectType; role: Rec | undefined; close: () => void }) {
  const { t } = useTranslation();
  const nameOf = useNameOf();
  const rows = useGridRows();
  const fixed = role?.key === "admin";
  const saved = () => {
    notifications.show({ message: t("settings.roles.saved"), color: "green" });
    close();
  };
  return (
    <Stack gap="md" maw={1100}>
      <div><Button variant="subtle" color="gray" size="compact-sm" leftSection={<ArrowLeft size={14} aria-hidden />} onClick={close}>{t("settings.sections.roles")}</Button>
        <Title order={1} size="h3" className="isolated">{role ? nameOf(role) : t("settings.roles.add")}</Title></div>
      {fixed && <Alert color="gray" icon={<ShieldCheck size={16} />}>{t("settings.roles.fixed")}</Alert>}
      <RecordForm type={type} record={role} fields={fixed ? ["name"] : ["name", "kind", "grants", "fields"]} given={{ kind: "internal", grants: beginning(rows.filter((each) => each.group === "records").map((each) => each.objects)) }} widgets={WIDGETS} saved={saved} cancel={close} />
      {role && !fixed && <RemoveButton type={type} record={role} name={nameOf(role)} done={close} help={t("settings.roles.remove_help")} />}
    </Stack>
  );
}
