/** The records that have one problem, newest first, each a way to where it is put right. */
import { Anchor, Button, Group, Stack, Text, Title } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { ArrowLeft, BadgeCheck } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { ask } from "../api/http";
import { path } from "../api/path";
import type { ObjectType } from "../api/types";
import { Nowhere } from "../app/Nowhere";
import { TypeIcon } from "../app/icons";
import { Empty, Failed, Waiting } from "../parts/States";
import { useLabels, useType } from "../schema/useType";
import classes from "./quality.module.css";

interface Affected { id: string; title: string }
interface Answer { data: Affected[]; next_cursor: string | null }

const FRESH = 30_000;

export function AffectedPage() {
  const { t } = useTranslation();
  const labels = useLabels();
  const { plural = "", problem = "" } = useParams();
  const type = useType(plural);
  if (!type) return <Nowhere />;
  return (
    <Stack p="md" gap="md" maw={760}>
      <div>
        <Anchor component={Link} to="/quality" size="sm"><Group gap={4} wrap="nowrap" py={4}><ArrowLeft size={14} aria-hidden />{t("quality.title")}</Group></Anchor>
        <Group gap={8} wrap="nowrap"><TypeIcon type={type.name} size={18} /><Title order={1} size="h3">{labels.many(type)}</Title></Group>
        <Text size="sm" c="dimmed">{t(`quality.problems.${problem}`, { defaultValue: problem })}</Text>
      </div>
      <Affecteds key={`${plural} ${problem}`} type={type} problem={problem} />
    </Stack>
  );
}

function Affecteds({ type, problem }: { type: ObjectType; problem: string }) {
  const { t } = useTranslation();
  const list = useInfiniteQuery({
    queryKey: ["quality", type.plural, problem],
    queryFn: ({ pageParam, signal }) => ask<Answer>("GET", path`v1/quality/${type.plural}`, { query: { problem, limit: 50, cursor: pageParam }, signal }),
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    refetchInterval: FRESH,
  });
  const records = list.data?.pages.flatMap((page) => page.data) ?? [];
  if (list.error && !records.length) return <Failed error={list.error} retry={() => void list.refetch()} />;
  if (list.isPending) return <Waiting rows={8} />;
  if (!records.length && !list.hasNextPage) return <Empty icon={<BadgeCheck size={28} />} title={t("quality.affected_none")}>{t("quality.affected_none_help")}</Empty>;
  return (
    <>
      <ul className={classes.affected}>
        {records.map((each) => <li key={each.id}><Link to={`/${type.plural}/${each.id}`} className="record isolated">{each.title}</Link></li>)}
      </ul>
      {list.hasNextPage && <Button variant="default" size="xs" w="fit-content" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t("list.more")}</Button>}
    </>
  );
}
