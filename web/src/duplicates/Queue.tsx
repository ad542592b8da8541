/** The pairs that wait, with how likely each is. */
import { Badge, Button, Text, UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { TypeIcon } from "../app/icons";
import { useSchema } from "../api/queries";
import classes from "./duplicates.module.css";
import type { Pair } from "./types";

interface Props { pairs: Pair[]; current: string; choose: (id: string) => void; more: (() => void) | null }

export function Queue({ pairs, current, choose, more }: Props) {
  const { t } = useTranslation();
  const types = useSchema().data ?? [];
  return (
    <nav className={classes.queue} aria-label={t("pairs.queue")}>
      {pairs.map((pair) => (
        <UnstyledButton key={pair.id} className={classes.waiting} aria-current={pair.id === current} onClick={() => choose(pair.id)}>
          <TypeIcon type={types.find((type) => type.plural === pair.object)?.name ?? ""} size={15} />
          <span className={classes.names}>
            <Text span size="sm" fw={550} truncate className="isolated">{pair.a_title}</Text>
            <Text span size="xs" c="dimmed" truncate className="isolated">{pair.b_title}</Text>
          </span>
          <Score value={pair.score} />
        </UnstyledButton>
      ))}
      {more && <Button variant="subtle" size="xs" onClick={more}>{t("list.more")}</Button>}
    </nav>
  );
}

export function Score({ value }: { value: number }) {
  return <Badge variant="light" radius="sm" color={value >= 90 ? "red" : value >= 75 ? "orange" : "gray"} tt="none">{value} %</Badge>;
}
