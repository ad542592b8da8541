/** An address that leads nowhere: a typed one, or one of something that is gone. */
import { Button, Center, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

export function Nowhere() {
  const { t } = useTranslation();
  return (
    <Center mih="60vh" p="md">
      <Stack align="center" ta="center" maw={420}>
        <Title order={1} size="h3">{t("list.unknown")}</Title>
        <Text c="dimmed">{t("list.unknown_help")}</Text>
        <Button component={Link} to="/">{t("shell.home")}</Button>
      </Stack>
    </Center>
  );
}
