/** What happened, newest first, by day; filtered by kind; older pages on demand. */
import { Box, Button, Chip, Group, Paper, Stack, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { CalendarClock, CircleDot, GitMerge, History, type LucideIcon, ListTodo, Mail, NotebookPen, Phone, Route, Target } from "lucide-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { ask } from "../api/http";
import { path } from "../api/path";
import type { Entry, Page, Profile } from "../api/types";
import { Empty, Failed } from "../parts/States";
import { useTypes, words } from "../schema/useType";
import { Person } from "../values/Show";
import { useFormats } from "../values/formats";
import { DecisionWords } from "./DecisionWords";
import { NoteEntry } from "./NoteEntry";
import classes from "./record.module.css";
import { useEventTitle } from "./useEventTitle";

const ICONS: Record<string, LucideIcon> = {
  note: NotebookPen, task: ListTodo, task_done: ListTodo, email: Mail, mail: Mail, submission: Mail, routing: Route, escalation: Route, manual: Route,
  status: CircleDot, lead: Target, call: Phone, merged: GitMerge, meeting: CalendarClock,
};

export function Timeline({ plural, record }: { plural: string; record: Profile }) {
  const { t } = useTranslation();
  const [kinds, setKinds] = useState<string[]>([]);
  const { entries, kindsSeen, error, more, refetch, busy } = useEntries(plural, record, kinds);
  if (error) return <Failed error={error} retry={refetch} />;
  if (!entries.length && !kinds.length) return <Empty icon={<History size={28} />} title={t("timeline.empty")}>{t("timeline.empty_help")}</Empty>;
  return (
    <Stack gap="sm">
      {kindsSeen.length > 1 && (
        <Chip.Group multiple value={kinds} onChange={setKinds}>
          <Group gap={6} role="group" aria-label={t("timeline.filter")}>
            {kindsSeen.map((kind) => <Chip key={kind} value={kind} size="xs" variant="light">{t(`kinds.${kind}`, { defaultValue: words(kind) })}</Chip>)}
          </Group>
        </Chip.Group>
      )}
      <Days entries={entries} />
      {more && <Button variant="default" size="xs" loading={busy} onClick={more}>{t("timeline.older")}</Button>}
    </Stack>
  );
}

/** The page's own 25 entries first; a filter or "older" asks the API for more. */
function useEntries(plural: string, record: Profile, kinds: string[]) {
  const [older, wantOlder] = useState(false);
  const first = useMemo(() => record.timeline ?? [], [record.timeline]);
  const asked = older || kinds.length > 0;
  const rest = useInfiniteQuery({
    queryKey: [plural, "timeline", record.id, kinds],
    queryFn: ({ pageParam, signal }) => ask<Page<Entry>>("GET", path`v1/${plural}/${record.id}/timeline`,
      { query: { kinds: kinds.join(","), cursor: pageParam }, signal }),
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    enabled: asked,
  });
  const pages = rest.data?.pages.flatMap((page) => page.data);
  const entries = asked && pages ? pages : first.filter((entry) => !kinds.length || kinds.includes(entry.kind));
  const kindsSeen = useMemo(() => [...new Set([...first, ...(pages ?? [])].map((entry) => entry.kind))].sort(), [first, pages]);
  const full = !asked && first.length >= 25;
  const more = full ? () => wantOlder(true) : rest.hasNextPage ? () => void rest.fetchNextPage() : null;
  return { entries, kindsSeen, error: rest.error, more, refetch: () => void rest.refetch(), busy: rest.isFetchingNextPage };
}

function Days({ entries }: { entries: Entry[] }) {
  const formats = useFormats();
  const days = Map.groupBy(entries, (entry) => formats.day(entry.at));
  return [...days].map(([day, some]) => (
    <Box key={day} component="section">
      <Text component="h3" size="xs" fw={600} c="dimmed" m={0}>{day}</Text>
      <Paper withBorder px="md" mt={4}>
        {some.map((entry) => <Happened key={entry.id} entry={entry} />)}
      </Paper>
    </Box>
  ));
}

function Happened({ entry }: { entry: Entry }) {
  const formats = useFormats();
  const type = useTypes()(entry.record.type);
  const Icon = ICONS[entry.kind] ?? CircleDot;
  const words = useEventTitle()(entry);
  const title = <Text span size="sm" fw={550} className="isolated">{words}</Text>;
  return (
    <div className={classes.entry}>
      <span className={classes.dot} aria-hidden><Icon size={14} /></span>
      <Box miw={0}>
        {entry.kind !== "note" && (type && !type.configuration ? <Link className="record" to={`/${type.plural}/${entry.record.id}`}>{title}</Link> : title)}
        {entry.kind === "note" ? <NoteEntry entry={entry} /> : entry.record.type === "decision" ? <DecisionWords id={entry.record.id} english={entry.summary ?? ""} /> : entry.summary && <Text size="sm" c="dimmed" className="isolated" lineClamp={6}>{entry.summary}</Text>}
        {entry.actor && <Text size="xs" c="dimmed"><Person value={entry.actor} /></Text>}
      </Box>
      <Text component="time" dateTime={entry.at} title={formats.instant(entry.at)} size="xs" c="dimmed">{formats.time(entry.at)}</Text>
    </div>
  );
}
