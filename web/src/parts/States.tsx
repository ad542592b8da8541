/** What a screen shows while it waits, when there is nothing, and when something went wrong. */
import { Alert, Button, Center, Skeleton, Stack, Text, Title } from "@mantine/core";
import { CloudOff, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../api/problem";

export function Waiting({ rows = 8 }: { rows?: number }) {
  const { t } = useTranslation();
  return (
    <Stack gap="sm" p="md" role="status" aria-label={t("waiting")}>
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} height={22} width={`${92 - ((row * 17) % 40)}%`} radius="sm" />
      ))}
    </Stack>
  );
}

export function Empty({ icon, title, children, action }: { icon: ReactNode; title: string; children: ReactNode; action?: ReactNode }) {
  return (
    <Center p="xl" mih={280}>
      <Stack align="center" gap="xs" maw={420} ta="center">
        <Text c="dimmed" component="span" aria-hidden>{icon}</Text>
        <Title order={2} size="h4">{title}</Title>
        <Text c="dimmed" size="sm">{children}</Text>
        {action}
      </Stack>
    </Center>
  );
}

export function Failed({ error, retry }: { error: unknown; retry: () => void }) {
  const { t } = useTranslation();
  const offline = error instanceof Problem && error.status === 0;
  return (
    <Alert m="md" color={offline ? "yellow" : "red"} icon={offline ? <CloudOff size={18} /> : <TriangleAlert size={18} />}
      title={offline ? t("failed.offline") : t("failed.title")}>
      <Stack align="flex-start" gap="sm">
        <Text size="sm">{offline ? t("failed.offline_help") : inWords(error)}</Text>
        <Button size="xs" variant="light" color={offline ? "yellow" : "red"} onClick={retry}>{t("failed.retry")}</Button>
      </Stack>
    </Alert>
  );
}

export function inWords(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
