/** What a person consents to: what counts now per purpose, why, and everything that they said before. */
import { Badge, Button, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Handshake, Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ask } from "../api/http";
import { path } from "../api/path";
import type { ObjectType, Profile } from "../api/types";
import { Empty, Failed, Waiting } from "../parts/States";
import { Author } from "../record/Author";
import { makes, useLabels, useType } from "../schema/useType";
import { useFormats } from "../values/formats";
import { RecordLink } from "../values/Show";
import { ConsentForm } from "./ConsentForm";
import type { Consent, State, Told } from "./types";

const COLORS: Record<string, string> = { granted: "green", withdrawn: "red", expired: "gray", pending: "yellow" };

export function Consents({ type, record }: { type: ObjectType; record: Profile }) {
  const { t } = useTranslation();
  const made = useType("consents");
  const [writing, write] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: ["consents", "all", record.id],
    queryFn: ({ signal }) => ask<Told>("GET", path`v1/${type.plural}/${record.id}/consents`, { signal }),
  });
  if (!data) return error ? <Failed error={error} retry={() => void refetch()} /> : <Waiting rows={4} />;
  const takes = made !== undefined && makes(made) && !record.deleted_at;
  const add = takes && !writing && <Button size="xs" variant="default" leftSection={<Plus size={14} />} onClick={() => write(true)}>{t("consents.add")}</Button>;
  const form = takes && writing && <ConsentForm type={made} record={record} known={data.history} close={() => write(false)} />;
  if (!data.history.length) return form || <Empty icon={<Handshake size={28} />} title={t("consents.none")} action={add}>{t("consents.none_help")}</Empty>;
  return (
    <Stack gap="sm">
      <Group justify="space-between"><Title order={2} size="h5">{t("consents.now")}</Title>{add}</Group>
      {form}
      {data.data.map((state) => <Now key={state.consent_id} state={state} from={data.history.find((each) => each.id === state.consent_id)} here={record.id} />)}
      <Title order={2} size="h5" mt="sm">{t("consents.history")}</Title>
      <Stack component="ul" gap="xs" m={0} p={0} style={{ listStyle: "none" }}>
        {data.history.map((each) => <Said key={each.id} consent={each} />)}
      </Stack>
    </Stack>
  );
}

function Status({ status }: { status: string | undefined }) {
  const labels = useLabels();
  return status ? <Badge variant="light" tt="none" color={COLORS[status] ?? "gray"} style={{ flex: "none" }}>{labels.option(status)}</Badge> : null;
}

/** What counts for one purpose, since when, and the word that it follows from. */
function Now({ state, from, here }: { state: Partial<State>; from: Consent | undefined; here: string }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const formats = useFormats();
  const lead = useType("leads");
  return (
    <Paper withBorder p="sm">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Title order={3} size="sm" className="isolated" style={{ overflowWrap: "anywhere" }}>{labels.option(state.purpose ?? "")}</Title>
        <Status status={state.status} />
      </Group>
      <Text size="sm">
        {state.at && <time dateTime={state.at}>{t("consents.since", { at: formats.instant(state.at) })}</time>}
        {state.source && <> · {t("consents.source")} <span className="isolated">{labels.option(state.source)}</span></>}
        {from?.lead_id && from.lead_id !== here && <> · {lead && `${labels.one(lead)}: `}<RecordLink id={from.lead_id} known={from.titles?.[from.lead_id]} /></>}
      </Text>
      {state.expires_at && <Text size="sm">{state.status === "expired" ? t("consents.ended", { at: formats.instant(state.expires_at) }) : t("consents.until", { at: formats.instant(state.expires_at) })}</Text>}
      <Proof text={from?.proof} />
    </Paper>
  );
}

function Proof({ text }: { text: string | null | undefined }) {
  return text ? <Text size="sm" c="dimmed" mt={4} className="isolated lines" style={{ overflowWrap: "anywhere" }}>{text}</Text> : null;
}

function Said({ consent }: { consent: Consent }) {
  const labels = useLabels();
  const formats = useFormats();
  return (
    <Paper component="li" withBorder p="xs">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Text size="sm" fw={550} className="isolated" style={{ overflowWrap: "anywhere" }}>{labels.option(consent.purpose ?? "")}</Text>
        <Status status={consent.status} />
      </Group>
      <Text size="xs" c="dimmed">
        <Author actor={String(consent.created_by)} request={null} /> · <time dateTime={consent.at}>{formats.instant(consent.at ?? consent.created_at)}</time>
        {consent.source && <> · <span className="isolated">{labels.option(consent.source)}</span></>}
      </Text>
      <Proof text={consent.proof} />
    </Paper>
  );
}
