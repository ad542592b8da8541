/** One pair: why it is here, both records side by side, and what to do with them. */
import { Alert, Button, Group, Kbd, Paper, Stack, Text } from "@mantine/core";
import { ArrowLeft, ArrowRight, GitMerge, Split, Undo2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useRecord } from "../api/queries";
import type { ObjectType, Rec } from "../api/types";
import { isSecond } from "../parts/second";
import { Failed, Waiting, inWords } from "../parts/States";
import { useMay } from "../schema/useMay";
import { useType } from "../schema/useType";
import { useFormats } from "../values/formats";
import { chooseOf, linesOf, type Pick } from "./choices";
import { Compare } from "./Compare";
import classes from "./duplicates.module.css";
import { Merged } from "./Merged";
import { Reasons } from "./Reasons";
import type { Pair } from "./types";
import { useDecisions } from "./useDecisions";
import { useLetters } from "./useLetters";

interface Props { pair: Pair; place: number; count: number; more: boolean; go: (by: number) => void; decided: () => void }

export function PairView(props: Props) {
  const { pair } = props;
  const type = useType(pair.object);
  const a = useRecord(pair.object, pair.a_id, "");
  const b = useRecord(pair.object, pair.b_id, "");
  const broken = a.error ? a : b.error ? b : null;
  return (
    <Paper withBorder className={classes.pair} component="section" aria-label={`${pair.a_title} – ${pair.b_title}`}>
      <Reasons pair={pair} type={type} />
      {pair.state === "open" && broken ? <Failed error={broken.error} retry={() => void broken.refetch()} />
        : type && a.data && pair.state === "merged" ? <Merged pair={pair} type={type} stays={a.data} decided={props.decided} steps={<Steps {...props} />} />
        : type && a.data && b.data ? <Deciding {...props} type={type} a={a.data} b={b.data} /> : broken ? <Steps {...props} /> : <Waiting rows={6} />}
    </Paper>
  );
}

function Deciding(props: Props & { type: ObjectType; a: Rec; b: Rec }) {
  const { t } = useTranslation();
  const { pair, type, a, b } = props;
  const [winner, setWinner] = useState<"a" | "b">(older(a, b));
  const [picks, setPicks] = useState<Record<string, Pick>>({});
  const lines = linesOf(type, a, b);
  const { merge, dismiss, reopen, error, busy } = useDecisions(pair, type, props.decided);
  const may = useMay(type);
  const mergeable = may("update", a) && may("update", b) && may("delete", winner === "a" ? b : a);
  const deciding = useType("duplicates")?.permissions.update !== "none";
  const join = () => merge(winner, chooseOf(lines, picks, winner, { a: pair.a_id, b: pair.b_id }));
  const open = pair.state === "open" && !busy;
  useLetters({ m: open && mergeable && join, n: open && deciding && dismiss, 1: open && (() => setWinner("a")), 2: open && (() => setWinner("b")) });
  return (
    <Stack gap={0}>
      <Compare pair={pair} type={type} a={a} b={b} lines={lines} winner={winner} setWinner={setWinner} picks={picks} pick={(name, value) => setPicks({ ...picks, [name]: value })} fixed={pair.state !== "open"} />
      {error !== null && <Alert color="red" role="alert" m="md">{inWords(error)}</Alert>}
      <Group justify="space-between" p="md" gap="sm" className={classes.foot}>
        <Steps {...props} />
        <Group gap="xs">
          {pair.state === "open" && deciding && <Button variant="default" leftSection={<Split size={15} aria-hidden />} rightSection={<Kbd size="xs" visibleFrom="sm">N</Kbd>} loading={busy === "dismiss"} onClick={(event) => isSecond(event) || dismiss()}>{t("pairs.apart")}</Button>}
          {pair.state === "open" && mergeable && <Button leftSection={<GitMerge size={15} aria-hidden />} rightSection={<Kbd size="xs" visibleFrom="sm">M</Kbd>} loading={busy === "merge"} onClick={(event) => isSecond(event) || join()}>{t("pairs.merge")}</Button>}
          {pair.state === "dismissed" && deciding && <Button variant="default" leftSection={<Undo2 size={15} aria-hidden />} loading={busy === "reopen"} onClick={(event) => isSecond(event) || reopen()}>{t("pairs.again")}</Button>}
        </Group>
      </Group>
    </Stack>
  );
}

function Steps({ place, count, more, go }: Props) {
  const { t } = useTranslation();
  const formats = useFormats();
  return (
    <Group gap={6}>
      <Button variant="default" px={8} disabled={place < 1} onClick={() => go(-1)} aria-label={t("pairs.previous")}><ArrowLeft size={15} /></Button>
      <Text size="xs" c="dimmed">{t("pairs.place", { place: formats.number(place + 1), count: `${formats.number(count)}${more ? "+" : ""}` })}</Text>
      <Button variant="default" px={8} disabled={place >= count - 1} onClick={() => go(1)} aria-label={t("pairs.next")}><ArrowRight size={15} /></Button>
    </Group>
  );
}

/** The record that is older has usually more that points at it. */
function older(a: Rec, b: Rec): "a" | "b" {
  return a.created_at <= b.created_at ? "a" : "b";
}
