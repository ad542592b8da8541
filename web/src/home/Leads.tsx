/** Leads that want somebody: without an answer, with the clock running; hot ones; those that nobody has; what forms brought.
 *  Who gives leads to others sees those of everybody whom they lead, with whose they are; others see their own. */
import { Badge, Select, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { Flame, Inbox, Timer, UserRoundX } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useList, useMe, useSave } from "../api/queries";
import type { Condition, Rec } from "../api/types";
import { inWords } from "../parts/States";
import { Due } from "../record/TaskLine";
import { titleOf, useType } from "../schema/useType";
import { useLabels } from "../schema/useType";
import { Relative } from "../values/Relative";
import { Person, colorOf } from "../values/Show";
import classes from "./home.module.css";
import { Panel } from "./Panel";

const MINE: Condition = { field: "owner_id", op: "eq", value: { me: true } };
const OPEN: Condition = { field: "status", op: "in", value: ["new", "assigned", "working"] };
const WAITING: Condition[] = [{ field: "status", op: "eq", value: "assigned" }, { field: "first_touched_at", op: "empty", value: true }];
const HOT: Condition[] = [OPEN, { field: "score", op: "gte", value: 50 }];
const NOBODYS = JSON.stringify({ all: [{ field: "owner_id", op: "empty", value: true }, OPEN] });
const FEW = 8;

const those = (leading: boolean, all: Condition[]) => JSON.stringify({ all: leading ? all : [MINE, ...all] });
const to = (filter: string, sort: string) => `/leads?filter=${encodeURIComponent(filter)}&sort=${sort}`;

export function Waiting({ leading }: { leading: boolean }) {
  const { t } = useTranslation();
  const filter = those(leading, WAITING);
  const list = useList("leads", { filter, sort: "response_due_at", limit: FEW });
  return (
    <Panel title={t(leading ? "home.team_leads" : "home.leads")} icon={<Timer size={16} aria-hidden />} list={list} empty={t("home.no_leads_help")} all={to(filter, "response_due_at")}>
      {(leads) => leads.map((lead) => <Line key={lead.id} record={lead} about={lead.company} owner={leading}><Due at={lead.response_due_at as string | null} /></Line>)}
    </Panel>
  );
}

export function Hot({ leading }: { leading: boolean }) {
  const { t } = useTranslation();
  const filter = those(leading, HOT);
  const list = useList("leads", { filter, sort: "-score", limit: FEW });
  return (
    <Panel title={t(leading ? "home.team_hot" : "home.hot")} icon={<Flame size={16} aria-hidden />} list={list} empty={t(leading ? "home.no_team_hot" : "home.no_hot")} all={to(filter, "-score")}>
      {(leads) => leads.map((lead) => <Line key={lead.id} record={lead} about={lead.company} owner={leading}><Badge variant="light">{String(lead.grade ?? "")} {String(lead.score ?? "")}</Badge></Line>)}
    </Panel>
  );
}

export function Unassigned() {
  const { t } = useTranslation();
  const type = useType("leads");
  const save = useSave("leads");
  const colleagues = useMe().data?.colleagues.filter((each) => each.active) ?? [];
  const list = useList("leads", { filter: NOBODYS, sort: "created_at", limit: FEW }, Boolean(type));
  const give = (lead: Rec, owner_id: string | null) => owner_id && save.mutate({ id: lead.id, version: lead.version, values: { owner_id } },
    { onError: (error) => notifications.show({ message: inWords(error), color: "red" }) });
  return (
    <Panel title={t("home.unassigned")} icon={<UserRoundX size={16} aria-hidden />} list={list} empty={t("home.no_unassigned")} all={to(NOBODYS, "created_at")}>
      {(leads) => leads.map((lead) => (
        <Line key={lead.id} record={lead} about={lead.company}>
          <Select size="xs" w={140} searchable aria-label={t("home.give", { title: titleOf(lead) })} placeholder={t("home.give_to")} data={colleagues.map((each) => ({ value: each.id, label: each.name }))} onChange={(id) => give(lead, id)} value={null} />
        </Line>
      ))}
    </Panel>
  );
}

export function Submissions() {
  const { t } = useTranslation();
  const labels = useLabels();
  const list = useList("submissions", { limit: 6, sort: "-created_at" });
  return (
    <Panel title={t("home.submissions")} icon={<Inbox size={16} aria-hidden />} list={list} empty={t("home.no_submissions")} all="/submissions">
      {(some) => some.map((each) => (
        <div key={each.id} className={classes.row}>
          <Link className="record isolated" to={`/submissions/${each.id}`}><Text span size="sm" fw={500}>{titleOf(each)}</Text></Link>
          <Badge variant="light" tt="none" color={colorOf(String(each.state))}>{labels.option(String(each.state))}</Badge>
          <Text size="xs" c="dimmed"><Relative at={each.created_at} /></Text>
        </div>
      ))}
    </Panel>
  );
}

function Line({ record, about, owner = false, children }: { record: Rec; about: unknown; owner?: boolean; children: React.ReactNode }) {
  return (
    <div className={classes.row}>
      <div style={{ minWidth: 0 }}>
        <Link className="record isolated" to={`/leads/${record.id}`}><Text span size="sm" fw={500}>{titleOf(record)}</Text></Link>
        {typeof about === "string" && <Text size="xs" c="dimmed" truncate className="isolated">{about}</Text>}
      </div>
      {owner && typeof record.owner_id === "string" && <Text size="xs" c="dimmed" ta="right"><Person value={record.owner_id} /></Text>}
      {children}
    </div>
  );
}
