/** The frame of the settings: their sections at the left, on a phone as a choice on top. */
import { Box, NativeSelect, NavLink, Stack, Text } from "@mantine/core";
import { SearchX } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link, Outlet, useLocation, useNavigate } from "react-router";
import { Empty } from "../parts/States";
import { type Section, useSections } from "./sections";
import classes from "./settings.module.css";

const GROUPS: Section["group"][] = ["me", "company", "leads", "data", "safety"];

export { decisionTexts } from "../decisions/texts"; // rules that are tried tell decisions

export function Settings() {
  const { t } = useTranslation();
  const go = useNavigate();
  const sections = useSections();
  const current = useLocation().pathname.split("/")[2] ?? "profile";
  const groups = GROUPS.map((name) => ({ name, members: sections.filter((each) => each.group === name) })).filter((each) => each.members.length);
  return (
    <div className={classes.frame}>
      <Box hiddenFrom="md" p="md" pb={0}>
        <NativeSelect aria-label={t("settings.title")} value={current} onChange={(event) => void go(`/settings/${event.currentTarget.value}`)}
          data={groups.map((group) => ({ group: t(`settings.groups.${group.name}`), items: group.members.map((each) => ({ value: each.path, label: t(`settings.sections.${each.path}`) })) }))} />
      </Box>
      <Stack component="nav" visibleFrom="md" gap="md" p="md" className={classes.sections} aria-label={t("settings.title")}>
        {groups.map((group) => (
          <div key={group.name}>
            <Text size="xs" fw={600} c="dimmed" px={10} mb={4}>{t(`settings.groups.${group.name}`)}</Text>
            {group.members.map((each) => (
              <NavLink key={each.path} component={Link} to={`/settings/${each.path}`} label={t(`settings.sections.${each.path}`)} active={current === each.path}
                aria-current={current === each.path ? "page" : undefined} leftSection={<each.icon size={16} aria-hidden />} py={6} className={classes.link} />
            ))}
          </div>
        ))}
      </Stack>
      <div className={classes.section}>
        {sections.some((each) => each.path === current) ? <Outlet /> : <Empty icon={<SearchX size={28} />} title={t("list.unknown")}>{t("list.unknown_help")}</Empty>}
      </div>
    </div>
  );
}
