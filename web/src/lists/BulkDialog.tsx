/** One change for many records: what shall be, how many it meets, how far it is, and a way back. */
import { Alert, Button, Group, Modal, Select, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ask } from "../api/http";
import { path } from "../api/path";
import { Problem } from "../api/problem";
import type { Field, ObjectType } from "../api/types";
import { JobProgress } from "../parts/JobProgress";
import { inWords } from "../parts/States";
import { useJob } from "../parts/useJob";
import { editable, useLabels } from "../schema/useType";
import { Edit } from "../values/Edit";
import { useFormats } from "../values/formats";
import { TypedTags } from "../values/TypedTags";
import { type BulkKind, type Which, target } from "./bulk";

interface Props { type: ObjectType; which: Which; kind: BulkKind; close: (changed: boolean) => void }
interface Preview { count: number; exact: boolean; changeable: { count: number; exact: boolean }; sample: { id: string; title: string }[] }

export function BulkDialog({ type, which, kind, close }: Props) {
  const { t } = useTranslation();
  const [what, setWhat] = useState<Record<string, unknown> | null>(kind === "delete" ? { delete: true } : null);
  const [job, run] = useState("");
  const [refused, refuse] = useState<unknown>(null);
  const running = useJob(job);
  const start = async (path: string, body: object) => {
    refuse(null);
    try {
      run((await ask<{ job_id: string }>("POST", path, { body })).job_id);
    } catch (error) {
      refuse(error);
    }
  };
  const problem = refused instanceof Problem ? refused : null;
  return (
    <Modal opened onClose={() => close(job !== "")} title={t(`bulk.titles.${kind}`)} closeButtonProps={{ "aria-label": t("close") }}>
      <Stack>
        {!job && <What type={type} kind={kind} change={setWhat} error={Object.values(problem?.fields ?? {})[0]} />}
        {!job && <Meets type={type} which={which} what={what} />}
        {refused !== null && <Alert color="red" role="alert">{inWords(refused)}</Alert>}
        {job && <JobProgress {...running} />}
        {job ? (
          <Group justify="flex-end">
            {running.ended && <Button variant="default" onClick={() => void start(path`v1/jobs/${job}/undo`, {})}>{t("undo")}</Button>}
            {!running.ended && <Button variant="default" onClick={() => void ask("POST", path`v1/jobs/${job}/cancel`, { body: {} }).catch(refuse)}>{t("bulk.stop")}</Button>}
            <Button onClick={() => close(true)}>{t(running.ended ? "close" : "bulk.behind")}</Button>
          </Group>
        ) : (
          <Group justify="flex-end">
            <Button variant="default" onClick={() => close(false)}>{t("cancel")}</Button>
            <Button color={kind === "delete" ? "red" : undefined} disabled={!what} onClick={() => void start(path`v1/${type.plural}/bulk`, { ...target(which), ...what })}>{t(`bulk.go.${kind}`)}</Button>
          </Group>
        )}
      </Stack>
    </Modal>
  );
}

function Meets({ type, which, what }: { type: ObjectType; which: Which; what: Record<string, unknown> | null }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const body = { ...target(which), ...(what ?? { tag: { add: ["-"] } }) };
  const { data, error } = useQuery({
    queryKey: [type.plural, "bulk", target(which), what ? Object.keys(what) : ""],
    queryFn: () => ask<Preview>("POST", path`v1/${type.plural}/bulk`, { query: { preview: true }, body }),
    placeholderData: (before) => before,
    staleTime: 60_000,
  });
  if (error) return <Alert color="red">{inWords(error)}</Alert>;
  if (!data) return <Text size="sm" c="dimmed">{t("bulk.counting")}</Text>;
  const about = (each: { count: number; exact: boolean }) => `${formats.number(each.count)}${each.exact ? "" : "+"}`;
  const less = data.changeable.count < data.count;
  return (
    <Alert color={less ? "yellow" : "gray"} p="sm">
      <Text size="sm" fw={600}>{t("bulk.meets", { count: data.count, number: about(data) })}</Text>
      {less && <Text size="sm">{t("bulk.changeable", { count: data.changeable.count, number: about(data.changeable) })}</Text>}
      <Text size="xs" c="dimmed" className="isolated">{data.sample.map((each) => each.title).join(" · ")}{data.count > data.sample.length ? " …" : ""}</Text>
    </Alert>
  );
}

interface WhatProps { type: ObjectType; kind: BulkKind; change: (what: Record<string, unknown> | null) => void; error?: string | undefined }

function What({ type, kind, change, error }: WhatProps) {
  const { t } = useTranslation();
  const owner = type.fields.find((field) => field.name === "owner_id");
  const [person, setPerson] = useState<unknown>(null);
  if (kind === "delete") return <Text size="sm">{t("bulk.delete_help")}</Text>;
  if (kind === "tag") return <Tagging change={change} />;
  if (kind === "set") return <Setting type={type} change={change} error={error} />;
  if (!owner) return null;
  return <Edit field={{ ...owner, help: "", required: true }} value={person} autoFocus error={error} change={(value) => {
    setPerson(value);
    change(value ? { assign: { owner_id: value } } : null);
  }} />;
}

function Tagging({ change }: Pick<WhatProps, "change">) {
  const { t } = useTranslation();
  const [add, setAdd] = useState<string[]>([]);
  const [remove, setRemove] = useState<string[]>([]);
  const tell = (added: string[], removed: string[]) => change(added.length + removed.length ? { tag: { ...(added.length && { add: added }), ...(removed.length && { remove: removed }) } } : null);
  return (
    <Stack gap="xs">
      <TypedTags label={t("bulk.add_tags")} data-autofocus value={add} onChange={(next) => { setAdd(next); tell(next, remove); }} />
      <TypedTags label={t("bulk.remove_tags")} value={remove} onChange={(next) => { setRemove(next); tell(add, next); }} />
    </Stack>
  );
}

/** An empty value clears the field on all of them. */
function Setting({ type, change, error }: Omit<WhatProps, "kind">) {
  const { t } = useTranslation();
  const labels = useLabels();
  const fields = editable(type).filter((field) => field.name !== "tags" && field.type !== "json");
  const [field, choose] = useState<Field | null>(null);
  const [value, setValue] = useState<unknown>(null);
  return (
    <Stack gap="xs">
      <Select label={t("filter.field")} searchable data-autofocus value={field?.name ?? null} data={fields.map((each) => ({ value: each.name, label: labels.field(each) }))}
        onChange={(name) => {
          choose(fields.find((each) => each.name === name) ?? null);
          setValue(null);
          change(name ? { set: { [name]: null } } : null);
        }} />
      {field && <Edit field={{ ...field, required: false, help: t("bulk.empty_clears") }} value={value} error={error} change={(next) => {
        setValue(next);
        change({ set: { [field.name]: next } });
      }} />}
    </Stack>
  );
}
