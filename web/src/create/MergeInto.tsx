/** What was typed goes into the record that exists already, field by field. */
import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useMe, useRecord, useSave } from "../api/queries";
import type { ObjectType, Rec } from "../api/types";
import { offerUndo } from "../parts/offerUndo";
import { Failed, inWords, Waiting } from "../parts/States";
import { reaches } from "../schema/useMay";
import { titleOf } from "../schema/useType";
import { ChooseFields } from "./ChooseFields";
import { type Side, type Values, differing, patch, usual } from "./choosing";
import { Wall } from "./Wall";

interface Props { type: ObjectType; id: string; typed: Values; back: () => void; close: () => void }

export function MergeInto(props: Props) {
  const { data, error, refetch } = useRecord(props.type.plural, props.id, "");
  if (data) return <Choose {...props} record={data} />;
  return error ? <Failed error={error} retry={() => void refetch()} /> : <Waiting rows={4} />;
}

function Choose({ type, typed, record, back, close }: Props & { record: Rec }) {
  const { t } = useTranslation();
  const go = useNavigate();
  const save = useSave(type.plural);
  const fields = differing(type, record, normal(typed));
  const [chosen, choose] = useState<Record<string, Side>>({});
  const all = { ...usual(fields, record), ...chosen };
  const start = async () => {
    const values = patch(fields, record, normal(typed), all);
    const before = Object.fromEntries(Object.keys(values).map((name) => [name, record[name] ?? null]));
    const written = Object.keys(values).length ? await save.mutateAsync({ id: record.id, version: record.version, values }) : record;
    close();
    void go(`/${type.plural}/${record.id}`);
    const undo = () => void save.mutateAsync({ id: record.id, version: written.version, values: before })
      .then(() => notifications.show({ message: t("merge.undone") }), (error: unknown) => notifications.show({ message: inWords(error), color: "red" }));
    offerUndo(t("merge.done", { title: titleOf(record) }), t("undo"), undo);
  };
  const may = reaches(type, "update", record, useMe().data);
  return (
    <Stack>
      <Text size="sm">{t("merge.into", { title: titleOf(record) })}</Text>
      {may ? <ChooseFields fields={fields} left={record} right={normal(typed)} names={{ left: t("merge.stands"), right: t("merge.typed") }} chosen={all} choose={choose} /> : <Wall record={record} may_not="change" />}
      {save.error && <Alert color="red" role="alert">{inWords(save.error)}</Alert>}
      <Group justify="flex-end"><Button variant="default" onClick={back}>{t("merge.back")}</Button><Button disabled={!may} loading={save.isPending} onClick={() => void start().catch(() => undefined)}>{t("merge.go")}</Button></Group>
    </Stack>
  );
}

function normal(typed: Values): Values {
  return Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== null && value !== undefined));
}
