/** What happened last among what I may see: new notes, leads and contacts, newest first. */
import { Text } from "@mantine/core";
import { Activity as ActivityIcon } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useList } from "../api/queries";
import type { Rec } from "../api/types";
import { TypeIcon } from "../app/icons";
import { titleOf, useType, useTypes } from "../schema/useType";
import { Relative } from "../values/Relative";
import { Person } from "../values/Show";
import classes from "./home.module.css";
import { Panel } from "./Panel";

const FEW = 6;
const LATEST = { sort: "-created_at", limit: FEW };

export function Activity() {
  const { t } = useTranslation();
  const lists = [useLatest("leads"), useLatest("notes"), useLatest("contacts")].filter((each) => each.readable).map((each) => each.list);
  const shown = lists.find((list) => list.data) ?? lists[0]; // whose state the panel tells
  if (!shown) return null;
  const all = lists.flatMap((list) => list.data?.pages.flatMap((page) => page.data) ?? []);
  const latest = all.sort((one, other) => other.created_at.localeCompare(one.created_at)).slice(0, FEW);
  return (
    <Panel title={t("home.activity")} icon={<ActivityIcon size={16} aria-hidden />} list={shown} counted={false} empty={t("home.no_activity")}>
      {() => latest.map((each) => <One key={each.id} record={each} />)}
    </Panel>
  );
}

function useLatest(plural: string) {
  const readable = Boolean(useType(plural));
  return { readable, list: useList(plural, LATEST, readable) };
}

function One({ record }: { record: Rec }) {
  const type = useTypes()(record.type);
  return (
    <div className={`${classes.row} ${classes.told}`}>
      <div className={classes.what}>
        <TypeIcon type={record.type} />
        <Link className="record isolated" to={`/${type?.plural}/${record.id}`}><Text span size="sm" fw={500} lineClamp={2}>{titleOf(record)}</Text></Link>
      </div>
      <Text size="xs" c="dimmed"><Person value={record.created_by} /></Text>
      <Text size="xs" c="dimmed"><Relative at={record.created_at} /></Text>
    </div>
  );
}
