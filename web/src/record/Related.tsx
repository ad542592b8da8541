/** The records that belong to this one, with the part each plays. */
import { Badge, Group, Paper, Stack, Text } from "@mantine/core";
import { Link2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Profile } from "../api/types";
import { TypeIcon } from "../app/icons";
import { Empty } from "../parts/States";
import { useLabels, useTypes, words } from "../schema/useType";

export function Related({ record }: { record: Profile }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const typeOf = useTypes();
  const links = record.links?.data ?? [];
  if (!links.length) return <Empty icon={<Link2 size={28} />} title={t("related.empty")}>{t("related.empty_help")}</Empty>;
  return (
    <Stack gap="md">
      {[...Map.groupBy(links, (link) => link.type)].map(([name, some]) => {
        const type = typeOf(name);
        return (
          <section key={name}>
            <Text component="h3" size="xs" fw={600} c="dimmed" m={0} mb={4}>{type ? labels.many(type) : words(name)}</Text>
            <Paper withBorder>
              {some.map((link) => (
                <Group key={link.id} px="md" py={8} justify="space-between" wrap="nowrap">
                  <Group gap="xs" wrap="nowrap" miw={0}>
                    <TypeIcon type={link.type} />
                    {type ? <Link className="record isolated" to={`/${type.plural}/${link.id}`}>{link.title}</Link> : link.title}
                  </Group>
                  <Group gap={4}>{link.labels.map((label) => <Badge key={label} variant="default" tt="none" fw={450}>{t(`labels.${label}`, { defaultValue: words(label) })}</Badge>)}</Group>
                </Group>
              ))}
            </Paper>
          </section>
        );
      })}
    </Stack>
  );
}
