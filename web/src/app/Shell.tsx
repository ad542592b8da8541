/** The frame of every screen: objects and views at the left, search and the bell on top. */
import { AppShell, Burger, Group, ScrollArea } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Outlet, useLocation } from "react-router";
import { useMe, useSchema } from "../api/queries";
import { languageOf, speak } from "../i18n";
import { Failed, Waiting } from "../parts/States";
import { Palette } from "../search/Palette";
import { Shortcuts } from "../search/Shortcuts";
import { CreateProvider } from "../create/CreateProvider";
import { Brand, UNNAMED } from "./Brand";
import { SettingsLink } from "./SettingsLink";
import { NoRole } from "./NoRole";
import { Sidebar } from "./Sidebar";
import { TopBar } from "./TopBar";
import { useModules } from "./useModules";

export function Shell() {
  const { t } = useTranslation();
  const [opened, { toggle, close }] = useDisclosure();
  const [helped, help] = useDisclosure();
  const me = useMe();
  const schema = useSchema();
  const { pathname } = useLocation();
  useEffect(close, [pathname, close]);
  useModules(me.data?.company.modules_off);
  const language = me.data && languageOf(me.data, navigator.language);
  useEffect(() => {
    if (language) void speak(language);
  }, [language]);
  const name = me.data?.company.name ?? UNNAMED;
  useEffect(() => {
    document.title = name === UNNAMED ? name : `${name} · ${UNNAMED}`;
  }, [name]);
  const broken = me.isError && !me.data ? me : schema.isError && !schema.data ? schema : null; // what is there stays
  return (
    <CreateProvider><AppShell header={{ height: 52 }} navbar={{ width: 232, breakpoint: "sm", collapsed: { mobile: !opened } }} layout="alt">
      <AppShell.Header px="md">
        <Group h="100%" wrap="nowrap" gap="sm">
          <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={t("shell.menu")} />
          <TopBar />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="sm" aria-label={t("shell.navigation")}>
        <Group justify="space-between" mb="sm" wrap="nowrap">
          <Brand name={name} />
          <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={t("shell.menu")} />
        </Group>
        <AppShell.Section grow component={ScrollArea}><Sidebar /></AppShell.Section>
        <AppShell.Section pt="xs"><SettingsLink /></AppShell.Section>
      </AppShell.Navbar>
      <AppShell.Main>
        {broken ? <Failed error={broken.error} retry={() => void broken.refetch()} />
          : !me.data || !schema.data ? <Waiting /> : me.data.roles.length || pathname.startsWith("/settings") ? <Outlet /> : <NoRole />}
      </AppShell.Main>
      <Palette help={help.open} />
      <Shortcuts opened={helped} {...help} />
    </AppShell></CreateProvider>
  );
}
