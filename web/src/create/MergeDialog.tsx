/** Two records become one: which stays, and field by field what it says; with a way back. */
import { Alert, Button, Group, Modal, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { ArrowLeftRight } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useAction, useMe, useRecord } from "../api/queries";
import type { Field, ObjectType, Rec } from "../api/types";
import { offerUndo } from "../parts/offerUndo";
import { Failed, inWords, Waiting } from "../parts/States";
import { titleOf, useLabels } from "../schema/useType";
import { useSharedList } from "../values/input";
import { PickRecord } from "../values/PickRecord";
import { ChooseFields } from "./ChooseFields";
import { type Side, differing, obstacle, usual } from "./choosing";
import { Wall } from "./Wall";

interface Props { type: ObjectType; id: string; otherId?: string; close: () => void }

export function MergeDialog({ type, id, otherId, close }: Props) {
  const { t } = useTranslation();
  const [other, setOther] = useState(otherId ?? "");
  const one = useRecord(type.plural, id, "");
  const two = useRecord(type.plural, other, "");
  return (
    <Modal opened onClose={close} size="xl" title={t("merge.title")} closeButtonProps={{ "aria-label": t("close") }}>
      {!otherId && <Other type={type} than={id} value={other} choose={setOther} />}
      {one.error || two.error ? <Failed error={one.error ?? two.error} retry={() => void (one.refetch(), two.refetch())} />
        : one.data && two.data ? <Merging key={two.data.id} type={type} records={[one.data, two.data]} close={close} />
        : other ? <Waiting rows={4} /> : <Text size="sm" c="dimmed" mt="sm">{t("merge.help")}</Text>}
    </Modal>
  );
}

function Other({ type, than, value, choose }: { type: ObjectType; than: string; value: string; choose: (id: string) => void }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const field: Field = { name: "other_id", type: "reference", label: labels.one(type), required: true, read_only: false, options: [], to: type.name, searchable: false, sortable: false, operators: [], help: "", schema: {} };
  const change = (next: unknown) => choose(typeof next === "string" ? next : "");
  const shared = useSharedList({ field, value, change, label: true });
  return <PickRecord field={field} value={value} change={change} except={than} shared={{ ...shared, label: t("merge.with"), "data-autofocus": true }} />;
}

function Merging({ type, records, close }: { type: ObjectType; records: [Rec, Rec]; close: () => void }) {
  const { t } = useTranslation();
  const go = useNavigate();
  const merge = useAction(type.plural);
  const [turned, turn] = useState(false);
  const [left, right] = turned ? [records[1], records[0]] : records;
  const fields = differing(type, left, right);
  const [chosen, choose] = useState<Record<string, Side>>({});
  const all = { ...usual(fields, left), ...chosen };
  const start = async () => {
    const choices = Object.fromEntries(fields.flatMap((field) => (chosen[field.name] ? [[field.name, chosen[field.name] === "right" ? right.id : left.id]] : [])));
    await merge.mutateAsync({ id: left.id, action: "merge", body: { other_id: right.id, choose: choices } });
    close();
    void go(`/${type.plural}/${left.id}`);
    const undo = () => void merge.mutateAsync({ id: left.id, action: "unmerge", body: { other_id: right.id } })
      .then(() => notifications.show({ message: t("merge.undone") }), (error: unknown) => notifications.show({ message: inWords(error), color: "red" }));
    offerUndo(t("merge.done", { title: titleOf(left) }), t("undo"), undo);
  };
  const wall = obstacle(type, left, right, useMe().data);
  return (
    <Stack mt="sm">
      <Group justify="space-between"><Text size="sm">{t("merge.stays", { title: titleOf(left) })}</Text>
        <Button size="compact-sm" variant="default" leftSection={<ArrowLeftRight size={14} />} onClick={() => { turn(!turned); choose({}); }}>{t("merge.turn")}</Button></Group>
      {wall ? <Wall {...wall} /> : <>
      <ChooseFields fields={fields} left={left} right={right} names={{ left: `${titleOf(left)} (${t("merge.kept")})`, right: titleOf(right) }} chosen={all} choose={choose} />
      <Text size="xs" c="dimmed">{t("merge.moves")}</Text></>}
      {merge.error && <Alert color="red" role="alert">{inWords(merge.error)}</Alert>}
      <Group justify="flex-end"><Button variant="default" onClick={close}>{t("cancel")}</Button><Button disabled={wall !== null} loading={merge.isPending} onClick={() => void start().catch(() => undefined)}>{t("merge.go")}</Button></Group>
    </Stack>
  );
}
