/** Back to the list that somebody came from, and on to its next record or the one before. */
import { ActionIcon, Anchor, Group, Text } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { ChevronDown, ChevronLeft, ChevronUp } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import type { ObjectType } from "../api/types";
import { extent, useTrail } from "../lists/trail";
import { useLabels } from "../schema/useType";

export function Neighbours({ type, id }: { type: ObjectType; id: string }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const go = useNavigate();
  const trail = useTrail();
  const here = trail?.plural === type.plural ? trail : null;
  const place = here?.ids.indexOf(id) ?? -1;
  const beside = (by: number) => (place < 0 ? undefined : here?.ids[place + by]);
  const step = (by: number) => {
    const next = beside(by);
    if (next) void go(`/${type.plural}/${next}`);
  };
  useHotkeys([["j", () => step(1)], ["k", () => step(-1)]]);
  return (
    <Group justify="space-between" h={26}>
      <Anchor component={Link} to={here?.address ?? `/${type.plural}`} size="xs" c="dimmed"><Group gap={2} component="span"><ChevronLeft size={13} aria-hidden />{labels.many(type)}</Group></Anchor>
      {here && place >= 0 && (
        <Group gap={4}>
          <Text size="xs" c="dimmed">{t("record.place", { place: place + 1, ...extent(here) })}</Text>
          <ActionIcon size="sm" variant="default" disabled={!beside(-1)} onClick={() => step(-1)} aria-label={t("list.previous")} title="k"><ChevronUp size={14} /></ActionIcon>
          <ActionIcon size="sm" variant="default" disabled={!beside(1)} onClick={() => step(1)} aria-label={t("list.next")} title="j"><ChevronDown size={14} /></ActionIcon>
        </Group>
      )}
    </Group>
  );
}
