/** Who did what on a day: which record, which fields; the values stand in the record's own history. */
import { Button, Center, Checkbox, Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { History } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { ask } from "../../api/http";
import { useMe, useSchema } from "../../api/queries";
import type { Page } from "../../api/types";
import { Empty, Failed, Waiting } from "../../parts/States";
import { useLabels, words } from "../../schema/useType";
import { Person } from "../../values/Show";
import { useFormats } from "../../values/formats";
import { Screen } from "../parts/Screen";
import classes from "../settings.module.css";

interface Row { at: string; actor: string; type: string | null; id: string; title: string | null; version: number; fields: string[] }

const ENOUGH = 20; // rows of people, before which older ones are asked for: machines do far more
const MOST_PAGES = 10;

export function Audit() {
  const { t } = useTranslation();
  const labels = useLabels();
  const types = useSchema().data ?? [];
  const colleagues = useMe().data?.colleagues ?? [];
  const [people, setPeople] = useState(true);
  const [day, setDay] = useState(() => new Date().toISOString().slice(0, 10));
  const [actor, setActor] = useState<string | null>(null);
  const [object, setObject] = useState<string | null>(null);
  const found = useInfiniteQuery({
    queryKey: ["audit", day, actor, object],
    queryFn: ({ pageParam, signal }) => ask<Page<Row>>("GET", "v1/audit", { query: { day, actor, object, limit: 50, cursor: pageParam }, signal }),
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  });
  const rows = (found.data?.pages.flatMap((page) => page.data) ?? []).filter((each) => !people || !each.actor.startsWith("system:"));
  const looking = people && rows.length < ENOUGH && found.hasNextPage && (found.data?.pages.length ?? 0) < MOST_PAGES;
  const { fetchNextPage, isFetching } = found;
  useEffect(() => {
    if (looking && !isFetching) void fetchNextPage();
  }, [looking, isFetching, fetchNextPage]);
  return (
    <Screen name="audit">
      <Group gap="sm" align="flex-end">
        <TextInput size="xs" type="date" label={t("settings.audit.day")} required withAsterisk={false} value={day} onChange={(event) => event.currentTarget.value && setDay(event.currentTarget.value)} />
        <Select size="xs" w={200} searchable clearable clearButtonProps={{ "aria-label": t("filter.clear") }} label={t("settings.audit.who")} placeholder={t("settings.audit.everybody")} value={actor} onChange={setActor} data={colleagues.map((each) => ({ value: each.id, label: each.name }))} />
        <Select size="xs" w={200} searchable clearable clearButtonProps={{ "aria-label": t("filter.clear") }} label={t("settings.roles.object")} placeholder={t("list.all")} value={object} onChange={setObject} data={types.map((each) => ({ value: each.plural, label: labels.many(each) }))} />
        <Checkbox size="xs" mb={7} label={t("settings.audit.people")} checked={people} onChange={(event) => setPeople(event.currentTarget.checked)} />
      </Group>
      {found.error ? <Failed error={found.error} retry={() => void found.refetch()} /> : found.isPending || (looking && rows.length === 0) ? <Waiting />
        : rows.length === 0 ? <Empty icon={<History size={28} />} title={t("settings.audit.nothing")}>{t("settings.audit.nothing_help")}</Empty>
        : <div className={classes.rows}>{rows.map((each) => <Line key={`${each.id}#${each.version}#${each.at}`} row={each} />)}</div>}
      {found.hasNextPage && <Center><Button variant="subtle" size="xs" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>{t("timeline.older")}</Button></Center>}
    </Screen>
  );
}

const OWN_PAGELESS = new Set(["notification", "sign_in", "job"]);
const KEPT_BY_SYSTEM = new Set(["id", "type", "created_at", "created_by", "updated_at", "updated_by", "version", "ttl", "hash"]);

/** What a machine calls its records is told by codes, or left to the record; what people called theirs stays. */
function useTitle(): (row: Row) => string | null {
  const { t, i18n } = useTranslation();
  const { option } = useLabels();
  return ({ type, title }) => {
    if (type === "sign_in") return title?.split(": ").map(option).join(": ") ?? null;
    if (type === "job") return title && t(`actions.${title}`, { defaultValue: words(title) });
    return (type === "decision" || type === "merge") && i18n.language !== "en" ? null : title;
  };
}

function Line({ row }: { row: Row }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const labels = useLabels();
  const type = (useSchema().data ?? []).find((each) => each.name === row.type);
  const title = useTitle()(row);
  const named = (name: string) => {
    const field = type?.fields.find((each) => each.name === name);
    return field ? labels.field(field) : t(`settings.audit.inner.${name}`, { defaultValue: words(name) });
  };
  const did = row.fields.includes("deleted_at") ? "deleted" : row.version === 1 ? "created" : "changed";
  const fields = row.fields.filter((name) => !KEPT_BY_SYSTEM.has(name) && name !== "deleted_at").map(named).join(", ");
  const linked = type && !type.configuration && did !== "deleted" && !OWN_PAGELESS.has(type.name);
  return (
    <Group className={classes.row} py={8} align="flex-start">
      <Stack gap={0} className={classes.main}>
        <Text size="sm" component="div"><b><Person value={row.actor} /></b> {t(`settings.audit.did.${did}`)} {type ? labels.one(type) : ""}{" "}
          {linked && title ? <Link className="record isolated" to={`/${type.plural}/${row.id}`}>{title}</Link> : <span className="isolated">{title}</span>}</Text>
        {did !== "created" && fields && <Text size="xs" c="dimmed" className="isolated">{fields}</Text>}
      </Stack>
      <Text size="xs" c="dimmed"><time dateTime={row.at} title={formats.instant(row.at)}>{formats.time(row.at)}</time></Text>
    </Group>
  );
}
