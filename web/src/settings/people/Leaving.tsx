/** Somebody leaves: access ends, and what they own goes to a colleague, as a job with its progress. */
import { Alert, Button, Group, Select, Stack, Text } from "@mantine/core";
import { UserX } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAction, useMe, useSchema } from "../../api/queries";
import type { Rec } from "../../api/types";
import { inWords } from "../../parts/States";
import { titleOf, useLabels } from "../../schema/useType";
import { Progress } from "../parts/Progress";
import { useAll } from "../parts/useAll";

interface Left extends Rec { owns: Record<string, number>; counted_to: number }

export function Leaving({ person }: { person: Rec }) {
  const { t } = useTranslation();
  const act = useAction("users");
  const [asked, ask] = useState(false);
  const [left, setLeft] = useState<Left | null>(null);
  const end = () => act.mutate({ id: person.id, action: "deactivate" }, { onSuccess: (answer) => { setLeft(answer as Left); ask(false); } });
  return (
    <Stack gap="sm">
      {act.error && <Alert color="red" role="alert">{inWords(act.error)}</Alert>}
      {left && <Owned left={left} />}
      <HandOver person={person} />
      {Boolean(person.active) && !asked && (
        <Group justify="space-between" wrap="nowrap">
          <Text size="sm" c="dimmed">{t("settings.people.end_help")}</Text>
          <Button size="xs" variant="light" color="red" flex="none" leftSection={<UserX size={14} aria-hidden />} onClick={() => ask(true)}>{t("settings.people.end")}</Button>
        </Group>
      )}
      {asked && (
        <Alert color="red" title={t("settings.people.end_sure", { name: titleOf(person) })}>
          <Text size="sm" mb="sm">{t("settings.people.end_means")}</Text>
          <Group gap="xs"><Button size="xs" color="red" loading={act.isPending} onClick={end}>{t("settings.people.end")}</Button>
            <Button size="xs" variant="default" onClick={() => ask(false)}>{t("cancel")}</Button></Group>
        </Alert>
      )}
    </Stack>
  );
}

function Owned({ left }: { left: Left }) {
  const { t } = useTranslation();
  const types = useSchema().data ?? [];
  const labels = useLabels();
  const owned = Object.entries(left.owns).map(([plural, count]) => {
    const type = types.find((each) => each.plural === plural);
    return `${count >= left.counted_to ? `${count}+` : count} ${type ? labels.many(type) : plural}`;
  });
  return <Alert color="yellow" role="status">{owned.length ? t("settings.people.owns", { owned: owned.join(", ") }) : t("settings.people.owns_nothing")}</Alert>;
}

function HandOver({ person }: { person: Rec }) {
  const { t } = useTranslation();
  const colleagues = (useMe().data?.colleagues ?? []).filter((each) => each.active && each.id !== person.id);
  const act = useAction("users");
  const [to, setTo] = useState<string | null>(null);
  const [team, setTeam] = useState<string | null>(null);
  const teams = useTeamsOf(to);
  const chosen = team ?? teams[0]?.value ?? null;
  const body = { to, ...(teams.length > 1 ? { team_id: chosen } : {}) };
  const job = (act.data as { job_id?: string } | undefined)?.job_id ?? "";
  return (
    <Stack gap={6}>
      <Group align="flex-end" wrap="nowrap" gap="xs">
        <Select flex={1} size="xs" searchable label={t("settings.people.hand_over")} placeholder={t("settings.people.to")} value={to}
          onChange={(id) => { setTo(id); setTeam(null); }} data={colleagues.map((each) => ({ value: each.id, label: each.name }))} error={act.error ? inWords(act.error) : undefined} />
        <Button size="xs" variant="default" disabled={!to} loading={act.isPending} onClick={() => act.mutate({ id: person.id, action: "reassign", body })}>{t("settings.people.hand")}</Button>
      </Group>
      {teams.length > 1 && <Select size="xs" label={t("settings.people.to_team")} allowDeselect={false} value={chosen} onChange={setTeam} data={teams} />}
      {job && <Progress id={job} />}
    </Stack>
  );
}

/** The teams of whoever takes it, the first first; where there is a choice, somebody makes it. */
function useTeamsOf(id: string | null) {
  const heir = (useAll("users").data ?? []).find((each) => each.id === id);
  const teams = useAll("teams").data ?? [];
  return ((heir?.team_ids as string[] | null | undefined) ?? []).flatMap((each) => {
    const team = teams.find((one) => one.id === each);
    return team ? [{ value: team.id, label: titleOf(team) }] : [];
  });
}
