/** Search, quick create, the bell and the person. */
import { Avatar, Button, Group, Kbd, Menu, Text, UnstyledButton, VisuallyHidden, useMantineColorScheme } from "@mantine/core";
import { spotlight } from "@mantine/spotlight";
import { LogOut, Moon, Plus, Search, Settings, Sun } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useMe, useSchema } from "../api/queries";
import { leave } from "../api/session";
import { useCreate } from "../create/useCreate";
import { Bell } from "../notifications/Bell";
import { makes, useLabels } from "../schema/useType";
import { TypeIcon } from "./icons";

export function TopBar() {
  const { t } = useTranslation();
  const rings = useMe().data?.permissions.notifications?.read !== "none"; // a role may leave them out
  return (
    <Group justify="space-between" flex={1} wrap="nowrap">
      <Button variant="default" c="dimmed" fw={400} leftSection={<Search size={15} aria-hidden />} onClick={spotlight.open}
        rightSection={<Kbd size="xs" visibleFrom="sm">/</Kbd>} aria-label={t("shell.search")}>
        <Text span visibleFrom="xs" size="sm">{t("shell.search")}</Text>
      </Button>
      <Group gap="xs" wrap="nowrap">
        <QuickCreate />
        {rings && <Bell />}
        <Person />
      </Group>
    </Group>
  );
}

function QuickCreate() {
  const { t } = useTranslation();
  const labels = useLabels();
  const create = useCreate();
  const types = (useSchema().data ?? []).filter((type) => !type.configuration && makes(type));
  const quick = ["lead", "contact", "company", "deal", "task", "note", "ticket"].flatMap((name) => types.find((type) => type.name === name) ?? []);
  if (!quick.length) return null;
  return (
    <Menu position="bottom-end">
      <Menu.Target><Button size="xs" leftSection={<Plus size={14} aria-hidden />}>{t("shell.create")}</Button></Menu.Target>
      <Menu.Dropdown>
        {quick.map((type) => (
          <Menu.Item key={type.name} leftSection={<TypeIcon type={type.name} />} onClick={() => create.open(type.plural)}>{labels.one(type)}</Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function Person() {
  const { t } = useTranslation();
  const { data: me } = useMe();
  const { colorScheme, toggleColorScheme } = useMantineColorScheme();
  const name = [me?.first_name, me?.last_name].filter(Boolean).join(" ") || me?.email || "";
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <UnstyledButton><Avatar name={name} color="initials" size={30} alt="" /><VisuallyHidden>{t("shell.person", { name })}</VisuallyHidden></UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{name}</Menu.Label>
        <Menu.Item component={Link} to="/settings" leftSection={<Settings size={15} />}>{t("shell.settings")}</Menu.Item>
        <Menu.Item leftSection={colorScheme === "dark" ? <Sun size={15} /> : <Moon size={15} />} onClick={toggleColorScheme}>{t("shell.scheme")}</Menu.Item>
        <Menu.Item leftSection={<LogOut size={15} />} onClick={() => void leave()}>{t("shell.leave")}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
