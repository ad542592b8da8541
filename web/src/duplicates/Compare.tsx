/** Both records field by field: which record stays, and which value each field takes. */
import { Badge, Button, Group, Radio, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { ObjectType, Rec } from "../api/types";
import { titleOf, useLabels } from "../schema/useType";
import { useRelative } from "../values/Relative";
import { Show } from "../values/Show";
import { empty, type Line, mayBeBoth, type Pick, usual } from "./choices";
import classes from "./duplicates.module.css";
import type { Pair } from "./types";
import { Every } from "./Every";

interface Props {
  pair: Pair; type: ObjectType; a: Rec; b: Rec; lines: Line[]; winner: "a" | "b"; setWinner: (side: "a" | "b") => void;
  picks: Record<string, Pick>; pick: (name: string, value: Pick) => void; fixed: boolean;
}

export function Compare(props: Props) {
  const { t } = useTranslation();
  const { lines, fixed } = props;
  const [all, showAll] = useState(false);
  const same = lines.filter((line) => line.same).length;
  return (
    <div className={classes.compare}>
      <div className={classes.line} data-head>
        <span />
        <Head {...props} side="a" record={props.a} />
        <Head {...props} side="b" record={props.b} />
      </div>
      {lines.filter((line) => all || fixed || !line.same).map((line) => <Choosing key={line.field.name} {...props} line={line} />)}
      {same > 0 && !fixed && <Button variant="subtle" size="xs" m="xs" onClick={() => showAll(!all)} aria-expanded={all}>{t(all ? "pairs.hide_same" : "pairs.show_same", { count: same })}</Button>}
    </div>
  );
}

function Head({ type, side, record, winner, setWinner, fixed }: Props & { side: "a" | "b"; record: Rec }) {
  const { t } = useTranslation();
  const relative = useRelative();
  return (
    <div className={classes.head} data-winner={(winner === side && !fixed) || undefined}>
      <Link className="record isolated" to={`/${type.plural}/${record.id}`} target="_blank" rel="noopener">{titleOf(record)}</Link>
      <Text size="xs" c="dimmed">{t("pairs.created", { when: relative(record.created_at) })}</Text>
      {!fixed && <Radio size="xs" mt={6} name="winner" checked={winner === side} onChange={() => setWinner(side)} label={t("pairs.keep")} />}
    </div>
  );
}

function Choosing({ type, line, winner, picks, pick, a, b, fixed }: Props & { line: Line }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const name = line.field.name;
  const now = picks[name] ?? usual(line, winner);
  const side = (which: "a" | "b", record: Rec) => {
    const value = <Every field={line.field} value={line[which]} record={record} />;
    if (fixed || line.same || (empty(line[which]) && !picks[name])) return <div className={classes.value} data-taken={(!fixed && !line.same && now === which) || undefined}>{empty(line[which]) ? <Show field={line.field} value={null} /> : value}</div>;
    return (
      <label className={classes.value} data-choice data-taken={now === which || now === "both" || undefined}>
        <Radio size="xs" name={`pick-${name}`} checked={now === which} onChange={() => pick(name, which)} aria-label={t("pairs.take", { field: labels.field(line.field), title: titleOf(record) })} />
        <span className={classes.what}>{value}</span>
      </label>
    );
  };
  return (
    <div className={classes.line} role="group" aria-label={labels.field(line.field)} data-type={type.name}>
      <Group gap={6} className={classes.field}>
        <Text size="xs" c="dimmed">{labels.field(line.field)}</Text>
        {!fixed && mayBeBoth(line) && (now === "both" ? <Badge size="xs" variant="light" tt="none">{t("pairs.both")}</Badge> : <Button size="compact-xs" variant="subtle" onClick={() => pick(name, "both")}>{t("pairs.take_both")}</Button>)}
      </Group>
      {side("a", a)}
      {side("b", b)}
    </div>
  );
}
