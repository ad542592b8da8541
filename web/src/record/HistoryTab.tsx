/** Who changed what, and when: each version with its values before and after. */
import { Button, Paper, Stack, Table, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ask } from "../api/http";
import { path } from "../api/path";
import type { ObjectType, Page, Profile } from "../api/types";
import { Failed, Waiting } from "../parts/States";
import { useLabels, words } from "../schema/useType";
import { Show } from "../values/Show";
import { useFormats } from "../values/formats";
import { Author } from "./Author";
import { readAs } from "./authors";

interface Version { version: number; at: string; actor: string; request_id: string | null; changes: Record<string, [unknown, unknown]> }

export function HistoryTab({ type, record }: { type: ObjectType; record: Profile }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const found = useInfiniteQuery({
    queryKey: [type.plural, "history", record.id],
    queryFn: ({ pageParam, signal }) => ask<Page<Version>>("GET", path`v1/${type.plural}/${record.id}/history`, { query: { cursor: pageParam }, signal }),
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  });
  if (found.error) return <Failed error={found.error} retry={() => void found.refetch()} />;
  if (!found.data) return <Waiting rows={4} />;
  return (
    <Stack gap="sm">
      {found.data.pages.flatMap((page) => page.data).map((each) => (
        <Paper key={each.version} withBorder p="sm">
          <Text size="xs" c="dimmed"><Author actor={each.actor} request={each.request_id} /> · <time dateTime={each.at}>{formats.instant(each.at)}</time></Text>
          <Changes type={type} changes={each.changes} />
        </Paper>
      ))}
      {found.hasNextPage && <Button variant="default" size="xs" onClick={() => void found.fetchNextPage()} loading={found.isFetchingNextPage}>{t("timeline.older")}</Button>}
    </Stack>
  );
}

function Changes({ type, changes }: { type: ObjectType; changes: Version["changes"] }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const known = Object.entries(changes).flatMap(([name, [before, after]]) => {
    const field = type.fields.find((each) => each.name === name);
    return field && field.type !== "json" && !["id", "type"].includes(field.name) ? [{ field: readAs(field, before, after), before, after }] : [];
  });
  return (
    <Table fz="sm" verticalSpacing={4}>
      <Table.Thead><Table.Tr><Table.Th w="30%">{t("history.field")}</Table.Th><Table.Th>{t("history.before")}</Table.Th><Table.Th>{t("history.after")}</Table.Th></Table.Tr></Table.Thead>
      <Table.Tbody>
        {known.map(({ field, before, after }) => (
          <Table.Tr key={field.name}>
            <Table.Td>{labels.field(field) || words(field.name)}</Table.Td>
            <Table.Td><Show field={field} value={before} /></Table.Td>
            <Table.Td><Show field={field} value={after} /></Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
