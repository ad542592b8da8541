/** A section of the settings: its name, what it is for, what can be added. */
import { Group, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

export function Screen({ name, action, wide, children }: { name: string; action?: ReactNode; wide?: boolean; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <Stack gap="md" maw={wide ? 1240 : 860}>
      <Group justify="space-between" align="flex-start" wrap="wrap" gap="sm">
        <div style={{ flex: "1 1 260px" }}>
          <Title order={1} size="h3">{t(`settings.sections.${name}`)}</Title>
          <Text size="sm" c="dimmed" maw={620}>{t(`settings.about.${name}`)}</Text>
        </div>
        {action}
      </Group>
      {children}
    </Stack>
  );
}
