/** What there is about one person: shown, handed over as a file, erased for good. For who has the right to `privacy`. */
import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Eraser } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { ask } from "../api/http";
import type { ObjectType, Profile } from "../api/types";
import { Failed, Waiting } from "../parts/States";
import { titleOf, useType } from "../schema/useType";
import { Erasing } from "./Erasing";
import { Exporting } from "./Exporting";
import { Lines } from "./Lines";
import { Receipt } from "./Receipt";
import type { Erasure, Found } from "./types";

export function PersonalData({ type, record, close }: { type: ObjectType; record: Profile; close: () => void }) {
  const { t } = useTranslation();
  const go = useNavigate();
  const [name] = useState(() => titleOf(record)); // which is soon nobody's any more
  const [erasing, erase] = useState(false);
  const [begun, begin] = useState<Erasure | null>(null);
  const [gone, end] = useState(false);
  const leave = () => (gone ? void go(`/${type.plural}`) : close());
  return (
    <Modal opened onClose={leave} size="lg" closeOnClickOutside={!erasing} title={t("personal.title", { name })} closeButtonProps={{ "aria-label": t("close") }}>
      {begun ? <Receipt begun={begun} again={begin} done={() => end(true)} close={leave} />
        : erasing ? <Erasing record={record} name={name} back={() => erase(false)} begun={begin} />
        : <About record={record} erase={() => erase(true)} close={close} />}
    </Modal>
  );
}

function About({ record, erase, close }: { record: Profile; erase: () => void; close: () => void }) {
  const { t } = useTranslation();
  const erasable = useType("erasures")?.permissions.create === "all";
  const { data, error, refetch } = useQuery({
    queryKey: ["erasures", "found", record.id],
    queryFn: ({ signal }) => ask<Found>("GET", "v1/privacy/find", { query: { q: record.id }, signal }),
  });
  if (!data) return error ? <Failed error={error} retry={() => void refetch()} /> : <Waiting rows={4} />;
  if (!data.people.length) return <Text size="sm">{t("personal.none")}</Text>;
  return (
    <Stack>
      <Lines title={t("personal.people")} lines={data.people} />
      {data.related.length > 0 && <Lines title={t("personal.related")} lines={data.related} />}
      <Text size="sm" c="dimmed">{data.more && `${t("personal.more")} `}{t("personal.unsearched")}</Text>
      <Exporting id={record.id} />
      <Group justify="space-between">
        {erasable ? <Button variant="light" color="red" leftSection={<Eraser size={15} />} onClick={erase}>{t("personal.erase")}</Button> : <span />}
        <Button variant="default" onClick={close}>{t("close")}</Button>
      </Group>
    </Stack>
  );
}
