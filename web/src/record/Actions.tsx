/** What can be done with a record: its type's own actions, and deleting it with a way back. */
import { ActionIcon, Button, Group, Menu, Modal, Stack } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { EllipsisVertical, GitMerge, Shield, Split, Trash2, UserPlus } from "lucide-react";
import { type FormEvent, Suspense, lazy, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useAction, useMe, useRemove } from "../api/queries";
import { Problem } from "../api/problem";
import type { Action, ObjectType, Profile } from "../api/types";
import { MergeDialog } from "../create/MergeDialog";
import { offerUndo } from "../parts/offerUndo";
import { isSecond } from "../parts/second";
import { inWords } from "../parts/States";
import { useRefused } from "../parts/useRefused";
import { useMay } from "../schema/useMay";
import { titleOf, useType, words } from "../schema/useType";
import { Edit } from "../values/Edit";
import { Sharing } from "./Sharing";

const PersonalData = lazy(async () => (await import("../privacy/load")).personalData());
const PEOPLE = new Set(["contact", "lead"]); // whose data somebody may ask for
const ELSEWHERE = new Set(["merge", "unmerge", "files", "read_all"]); // they have screens of their own
const CLOSED = new Set(["qualified", "disqualified", "converted"]);
const FITTING: Record<string, (record: Profile) => boolean> = {
  complete: (record) => record.status === "open",
  cancel: (record) => record.status === "open",
  reopen: (record) => ["disqualified", "qualified", "dismissed"].includes(String(record.status ?? record.state)),
  qualify: (record) => !CLOSED.has(String(record.status)),
  disqualify: (record) => !CLOSED.has(String(record.status)),
  route: (record) => !CLOSED.has(String(record.status)),
};

export function Actions({ type, record }: { type: ObjectType; record: Profile }) {
  const { t } = useTranslation();
  const may = useMay(type);
  const [asked, ask] = useState<Action | null>(null);
  const [merging, setMerging] = useState(false);
  const mergeable = may("update", record) && may("delete", record) && type.actions.some((each) => each.name === "merge");
  const [sharing, share] = useState(false);
  const inside = useMe().data?.external === false; // what is shared with somebody from outside is not theirs to pass on
  const shareable = inside && !type.configuration && type.creatable && type.editable && may("update", record) && !record.deleted_at;
  const [owed, owe] = useState(false);
  const personal = useType("erasures")?.permissions.read === "all" && PEOPLE.has(record.type);
  const run = useAction(type.plural);
  const offered = type.actions.filter((each) => !each.on_collection && !ELSEWHERE.has(each.name)
    && may(each.permission, record) && (FITTING[each.name]?.(record) ?? true));
  const name = (action: Action) => t(`actions.${action.name}`, { defaultValue: words(action.name) });

  function start(action: Action): void {
    if (action.fields.length) return ask(action);
    run.mutate({ id: record.id, action: action.name }, {
      onSuccess: () => notifications.show({ message: t("actions.done", { action: name(action) }), color: "green" }),
      onError: told,
    });
  }

  return (
    <Group gap="xs">
      {offered.slice(0, 2).map((each, place) => (
        <Button key={each.name} size="xs" variant={place === 0 ? "filled" : "default"} loading={run.isPending && run.variables.action === each.name}
          onClick={(event) => isSecond(event) || start(each)}>{name(each)}</Button>
      ))}
      {(offered.length > 2 || mergeable || shareable || personal || may("delete", record)) && <Menu position="bottom-end">
        <Menu.Target><ActionIcon variant="default" size={30} aria-label={t("actions.more")}><EllipsisVertical size={15} /></ActionIcon></Menu.Target>
        <Menu.Dropdown>
          {offered.slice(2).map((each) => <Menu.Item key={each.name} onClick={() => start(each)}>{name(each)}</Menu.Item>)}
          {shareable && <Menu.Item leftSection={<UserPlus size={14} />} onClick={() => share(true)}>{t("sharing.menu")}</Menu.Item>}
          {mergeable && <Menu.Item leftSection={<GitMerge size={14} />} onClick={() => setMerging(true)}>{t("merge.menu")}</Menu.Item>}
          {mergeable && <Unmerge type={type} record={record} />}
          {personal && <Menu.Item leftSection={<Shield size={14} />} onClick={() => owe(true)}>{t("personal.menu")}</Menu.Item>}
          {may("delete", record) && <Remove type={type} record={record} />}
        </Menu.Dropdown>
      </Menu>}
      {sharing && <Sharing type={type} record={record} close={() => share(false)} />}
      {owed && <Suspense fallback={null}><PersonalData type={type} record={record} close={() => owe(false)} /></Suspense>}
      {merging && <MergeDialog type={type} id={record.id} close={() => setMerging(false)} />}
      {asked && <Asking key={asked.name} type={type} record={record} action={asked} title={name(asked)} close={() => ask(null)} />}
    </Group>
  );
}

/** The newest merge, taken back: also long after its notice has gone. */
function Unmerge({ type, record }: { type: ObjectType; record: Profile }) {
  const { t } = useTranslation();
  const run = useAction(type.plural);
  const newest = (record.merged_from as string[] | null | undefined)?.at(-1);
  if (!newest) return null;
  const start = () => run.mutateAsync({ id: record.id, action: "unmerge", body: { other_id: newest } })
    .then(() => notifications.show({ message: t("merge.undone"), color: "green" }), told);
  return <Menu.Item leftSection={<Split size={14} />} onClick={() => void start()}>{t("merge.unmerge")}</Menu.Item>;
}

function Remove({ type, record }: { type: ObjectType; record: Profile }) {
  const { t } = useTranslation();
  const go = useNavigate();
  const remove = useRemove(type.plural);
  const restore = useAction(type.plural);
  function taken(): void {
    offerUndo(t("deleted", { title: titleOf(record) }), t("undo"), () => restore.mutate({ id: record.id, action: "restore" }));
    void go(`/${type.plural}`);
  }
  return (
    <Menu.Item color="red" leftSection={<Trash2 size={14} />}
      onClick={() => void remove.mutateAsync(record.id).then(taken, told)}>{t("delete")}</Menu.Item>
  );
}

function told(error: unknown): void {
  notifications.show({ message: inWords(error), color: "red" });
}

function Asking({ type, record, action, title, close }: { type: ObjectType; record: Profile; action: Action; title: string; close: () => void }) {
  const { t } = useTranslation();
  const run = useAction(type.plural);
  const form = useRefused(run.error);
  const [body, setBody] = useState<Record<string, unknown>>({});
  const problem = run.error instanceof Problem ? run.error : null;
  function submit(event: FormEvent): void {
    event.preventDefault();
    run.mutate({ id: record.id, action: action.name, body }, { onSuccess: close });
  }
  return (
    <Modal opened onClose={close} title={title} closeButtonProps={{ "aria-label": t("close") }}>
      <form ref={form} onSubmit={submit} noValidate>
        <Stack>
          {problem && !Object.keys(problem.fields).length && inWords(problem)}
          {action.fields.map((field, place) => (
            <Edit key={field.name} field={field} value={body[field.name] ?? null} error={problem?.fields[field.name]} autoFocus={place === 0}
              change={(value) => setBody((now) => ({ ...now, [field.name]: value }))} />
          ))}
          <Group justify="flex-end"><Button variant="default" onClick={close}>{t("cancel")}</Button>
            <Button type="submit" loading={run.isPending}>{title}</Button></Group>
        </Stack>
      </form>
    </Modal>
  );
}
