/** My own settings: who I am, how Kith looks to me, my password. */
import { Paper, SegmentedControl, Stack, Text, Title, useMantineColorScheme } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useMe } from "../../api/queries";
import { Waiting } from "../../parts/States";
import { useNameOf } from "../parts/widgets";
import { Screen } from "../parts/Screen";
import { NotificationsCard } from "./NotificationsCard";
import { PasswordCard } from "./PasswordCard";
import { ProfileForm } from "./ProfileForm";

export function ProfileScreen() {
  const { t } = useTranslation();
  const me = useMe().data;
  const nameOf = useNameOf();
  if (!me) return <Waiting />;
  const roles = me.roles.map((each) => nameOf({ ...each, type: "role" })).join(", ");
  const teams = me.teams.map((each) => each.name).join(", ");
  return (
    <Screen name="profile">
      <Paper withBorder p="md">
        <Title order={2} size="h5" mb={2}>{t("settings.profile.me")}</Title>
        <Text size="sm" c="dimmed" mb="md" className="isolated">
          {[me.email, roles && t("settings.profile.roles", { roles }), teams && t("settings.profile.teams", { teams })].filter(Boolean).join(" · ")}
        </Text>
        <ProfileForm me={me} />
      </Paper>
      <Paper withBorder p="md"><NotificationsCard me={me} /></Paper>
      <Paper withBorder p="md"><Appearance /></Paper>
      <Paper withBorder p="md"><PasswordCard email={me.email} /></Paper>
    </Screen>
  );
}

function Appearance() {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Stack gap="xs" align="flex-start">
      <Title order={2} size="h5">{t("settings.profile.looks")}</Title>
      <SegmentedControl size="sm" aria-label={t("settings.profile.looks")} value={colorScheme} onChange={(value) => setColorScheme(value as "light" | "dark" | "auto")}
        data={["auto", "light", "dark"].map((value) => ({ value, label: t(`settings.profile.scheme.${value}`) }))} />
    </Stack>
  );
}
