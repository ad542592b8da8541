/** The way to the settings, at the foot of the sidebar. */
import { NavLink } from "@mantine/core";
import { Settings } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "react-router";

export function SettingsLink() {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  return <NavLink component={Link} to="/settings" label={t("shell.settings")} leftSection={<Settings size={16} aria-hidden />} active={pathname.startsWith("/settings")} />;
}
