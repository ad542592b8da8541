/** A screen that could not be shown; usually a new version was put in place while this page was open. */
import { Button, Center, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useRouteError } from "react-router";
import { inWords } from "../parts/States";

/** `inside`: the navigation stays around it. */
export function Broken({ inside = false }: { inside?: boolean }) {
  const { t } = useTranslation();
  return (
    <Center mih={inside ? "60vh" : "100vh"} p="md">
      <Stack align="center" ta="center" maw={420}>
        <Title order={1} size="h3">{t("broken.title")}</Title>
        <Text c="dimmed">{t("broken.help")}</Text>
        <Text size="xs" c="dimmed">{inWords(useRouteError())}</Text>
        <Button onClick={() => window.location.reload()}>{t("broken.reload")}</Button>
      </Stack>
    </Center>
  );
}
