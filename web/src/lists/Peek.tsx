/** A look at one record without leaving the list; arrows go to the next and the one before. */
import { ActionIcon, Button, Drawer, Group, Stack, Text } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { ChevronDown, ChevronUp } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useRecord } from "../api/queries";
import type { ObjectType } from "../api/types";
import { Failed, Waiting } from "../parts/States";
import { Insight } from "../record/Insight";
import { Summary } from "../record/Summary";
import { Timeline } from "../record/Timeline";
import { titleOf } from "../schema/useType";

export function Peek({ type, ids, id, peek }: { type: ObjectType; ids: string[]; id: string; peek: (id: string) => void }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useRecord(type.plural, id);
  const place = ids.indexOf(id);
  const step = (by: number) => {
    const next = ids[place + by];
    if (id && next) peek(next);
  };
  useHotkeys([["j", () => step(1)], ["k", () => step(-1)]]);
  return (
    <Drawer opened={id !== ""} onClose={() => peek("")} position="right" size="lg" shadow="xl" withOverlay={false} lockScroll={false}
      title={<Text span fw={650} size="lg" className="isolated">{data ? titleOf(data) : ""}</Text>} closeButtonProps={{ "aria-label": t("close") }}>
      <Stack>
        <Group justify="space-between">
          <Button component={Link} to={`/${type.plural}/${id}`} size="xs">{t("list.open")}</Button>
          <Group gap={4}>
            <ActionIcon variant="default" disabled={place < 1} onClick={() => step(-1)} aria-label={t("list.previous")}><ChevronUp size={15} /></ActionIcon>
            <ActionIcon variant="default" disabled={place < 0 || place >= ids.length - 1} onClick={() => step(1)} aria-label={t("list.next")}><ChevronDown size={15} /></ActionIcon>
          </Group>
        </Group>
        {data ? <><Summary type={type} record={data} /><Insight record={data} /><Timeline plural={type.plural} record={data} /></>
          : error ? <Failed error={error} retry={() => void refetch()} /> : <Waiting />}
      </Stack>
    </Drawer>
  );
}
