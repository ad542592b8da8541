/** One record: its summary at the left, what happened and what belongs to it at the right. */
import { Badge, Box, Grid, Group, Stack, Tabs, Text, Title } from "@mantine/core";
import { Link2, History as HistoryIcon, Clock3 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { useRecord } from "../api/queries";
import type { ObjectType, Profile } from "../api/types";
import { TypeIcon } from "../app/icons";
import { Failed, Waiting } from "../parts/States";
import { titleOf, useLabels, useType } from "../schema/useType";
import { Actions } from "./Actions";
import { HistoryTab } from "./HistoryTab";
import { Insight } from "./Insight";
import { NoteBox } from "./NoteBox";
import { Related } from "./Related";
import { Summary } from "./Summary";
import { Timeline } from "./Timeline";

export function RecordPage() {
  const { plural = "", id = "" } = useParams();
  const type = useType(plural);
  const { data, error, refetch } = useRecord(plural, id);
  if (data && type) return <Page key={id} type={type} record={data} />;
  return error ? <Failed error={error} retry={() => void refetch()} /> : <Waiting />;
}

function Page({ type, record }: { type: ObjectType; record: Profile }) {
  return (
    <Stack p="md" gap="md">
      <Head type={type} record={record} />
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 5, lg: 4 }}>
          <Stack><Summary type={type} record={record} /><Insight record={record} /></Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 7, lg: 8 }}><Story type={type} record={record} /></Grid.Col>
      </Grid>
    </Stack>
  );
}

function Head({ type, record }: { type: ObjectType; record: Profile }) {
  const labels = useLabels();
  const status = typeof record.status === "string" ? record.status : typeof record.state === "string" ? record.state : "";
  return (
    <Group justify="space-between" align="flex-start">
      <Box>
        <Group gap={6} c="dimmed"><TypeIcon type={type.name} size={14} /><Text size="xs">{labels.one(type)}</Text></Group>
        <Group gap="sm">
          <Title order={1} size="h3" className="isolated">{titleOf(record)}</Title>
          {status && <Badge variant="light" tt="none">{labels.option(status)}</Badge>}
        </Group>
      </Box>
      <Actions type={type} record={record} />
    </Group>
  );
}

function Story({ type, record }: { type: ObjectType; record: Profile }) {
  const { t } = useTranslation();
  const related = Object.values(record.links?.totals ?? {}).reduce((sum, each) => sum + each, 0);
  return (
    <Tabs defaultValue="timeline" keepMounted={false}>
      <Tabs.List mb="md">
        <Tabs.Tab value="timeline" leftSection={<Clock3 size={14} />}>{t("record.timeline")}</Tabs.Tab>
        <Tabs.Tab value="related" leftSection={<Link2 size={14} />}>{t("record.related", { count: related })}</Tabs.Tab>
        <Tabs.Tab value="history" leftSection={<HistoryIcon size={14} />}>{t("record.history")}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="timeline"><Stack><NoteBox record={record} /><Timeline plural={type.plural} record={record} /></Stack></Tabs.Panel>
      <Tabs.Panel value="related"><Related record={record} /></Tabs.Panel>
      <Tabs.Panel value="history"><HistoryTab type={type} record={record} /></Tabs.Panel>
    </Tabs>
  );
}
