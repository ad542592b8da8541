/** With whom one record is shared: somebody more, another access, taken away. */
import { ActionIcon, Button, Group, Modal, Select, Stack, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { UserMinus } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { ask } from "../api/http";
import { path } from "../api/path";
import { useMe } from "../api/queries";
import type { ObjectType, Profile } from "../api/types";
import { isSecond } from "../parts/second";
import { Failed, inWords, Waiting } from "../parts/States";
import type { Share } from "../schema/useMay";
import { titleOf, useLabels, useType } from "../schema/useType";
import { useAll } from "../settings/parts/useAll";

interface Named extends Share { name: string | null }
interface Change { to: string; access: string | null }
interface Props { type: ObjectType; record: Profile; close: () => void }

/** Setting an access shares, null takes the share away. */
function useShares(plural: string, id: string) {
  const queries = useQueryClient();
  const found = useQuery({
    queryKey: [plural, "shares", id],
    queryFn: ({ signal }) => ask<{ data: Named[] }>("GET", path`v1/${plural}/${id}/shares`, { signal }),
  });
  const change = useMutation({
    mutationFn: ({ to, access }: Change) => ask<unknown>(access ? "PUT" : "DELETE", path`v1/${plural}/${id}/shares/${to}`, { query: { access } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: [plural] }),
  });
  return { found, change };
}

export function Sharing({ type, record, close }: Props) {
  const { t } = useTranslation();
  const labels = useLabels();
  const { found, change } = useShares(type.plural, record.id);
  const shares = found.data?.data ?? [];
  return (
    <Modal opened onClose={close} title={t("sharing.title", { title: titleOf(record) })} closeButtonProps={{ "aria-label": t("close") }}>
      <Stack>
        <Text size="sm" c="dimmed">{t("sharing.help", { types: labels.many(type) })}</Text>
        {found.error ? <Failed error={found.error} retry={() => void found.refetch()} /> : !found.data ? <Waiting rows={2} />
          : shares.length === 0 ? <Text size="sm">{t("sharing.none")}</Text>
          : shares.map((each) => <Line key={each.to} share={each} change={change.mutate} busy={change.isPending} />)}
        {change.error && <Text size="sm" c="red" role="alert">{inWords(change.error)}</Text>}
        {found.data && <Adding taken={[...shares.map((each) => each.to), String(record.owner_id)]} change={change.mutateAsync} busy={change.isPending} />}
      </Stack>
    </Modal>
  );
}

function Line({ share, change, busy }: { share: Named; change: (change: Change) => void; busy: boolean }) {
  const { t } = useTranslation();
  const name = share.name ?? t("somebody");
  return (
    <Group justify="space-between" wrap="nowrap" gap="xs">
      <Text size="sm" className="isolated" miw={0} style={{ overflowWrap: "anywhere" }}>{name}</Text>
      <Group gap={4} wrap="nowrap">
        <Access label={t("sharing.access", { name })} value={share.access} change={(access) => change({ to: share.to, access })} />
        <ActionIcon variant="subtle" color="red" size={36} aria-label={t("sharing.end", { name })} disabled={busy} onClick={(event) => isSecond(event) || change({ to: share.to, access: null })}><UserMinus size={16} aria-hidden /></ActionIcon>
      </Group>
    </Group>
  );
}

function Access({ label, value, change }: { label: string; value: string; change: (access: string) => void }) {
  const { t } = useTranslation();
  const data = [{ value: "read", label: t("sharing.read") }, { value: "write", label: t("sharing.write") }];
  return <Select aria-label={label} w={130} allowDeselect={false} data={data} value={value} onChange={(access) => access && change(access)} />;
}

function Adding({ taken, change, busy }: { taken: string[]; change: (change: Change) => Promise<unknown>; busy: boolean }) {
  const { t } = useTranslation();
  const data = useOthers(taken);
  const [to, choose] = useState<string | null>(null);
  const [access, setAccess] = useState("read");
  function submit(event: FormEvent): void {
    event.preventDefault();
    if (to) void change({ to, access }).then(() => choose(null), () => undefined); // what went wrong stands above
  }
  return (
    <form onSubmit={submit}>
      <Group gap="xs" align="flex-end">
        <Select flex="1 1 160px" label={t("sharing.with")} searchable clearable clearButtonProps={{ "aria-label": t("filter.clear") }} nothingFoundMessage={t("sharing.nobody")} data={data} value={to} onChange={choose} />
        <Access label={t("sharing.may")} value={access} change={setAccess} />
        <Button type="submit" disabled={!to} loading={busy}>{t("sharing.share")}</Button>
      </Group>
    </form>
  );
}

/** Who else there is: people who work here or come from outside, and the teams that one may know. */
function useOthers(taken: string[]) {
  const { t } = useTranslation();
  const me = useMe().data;
  const readable = Boolean(useType("teams"));
  const teams = useAll("teams", readable).data?.map((each) => ({ id: each.id, name: titleOf(each) })) ?? me?.teams ?? [];
  const people = (me?.colleagues ?? []).filter((each) => each.active && each.id !== me?.id);
  const choices = (all: { id: string; name: string }[]) => all.filter((each) => !taken.includes(each.id)).map((each) => ({ value: each.id, label: each.name }));
  return [{ group: t("sharing.people"), items: choices(people) }, { group: t("sharing.teams"), items: choices(teams) }].filter((each) => each.items.length > 0);
}
