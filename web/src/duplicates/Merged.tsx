/** A pair that was merged: the one record that it is now, and the way back. */
import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { Split } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { ObjectType, Rec } from "../api/types";
import { isSecond } from "../parts/second";
import { inWords } from "../parts/States";
import { useMay } from "../schema/useMay";
import { titleOf } from "../schema/useType";
import classes from "./duplicates.module.css";
import type { Pair } from "./types";
import { useDecisions } from "./useDecisions";

interface Props { pair: Pair; type: ObjectType; stays: Rec; decided: () => void; steps: ReactNode }

/** Which of the two went into the record that stays: only as long as that record remembers it. */
export function goneOf(pair: Pick<Pair, "a_id" | "b_id">, stays: Rec): string | undefined {
  const kept = (stays.merged_from as string[] | null | undefined) ?? [];
  return [pair.a_id, pair.b_id].find((id) => id !== stays.id && kept.includes(id));
}

export function Merged({ pair, type, stays, decided, steps }: Props) {
  const { t } = useTranslation();
  const may = useMay(type);
  const { unmerge, busy, error } = useDecisions(pair, type, decided);
  const gone = goneOf(pair, stays);
  return (
    <Stack gap={0}>
      <Text size="sm" px="md" pb="md">{t("pairs.one_now")} <Link className="record isolated" to={`/${type.plural}/${stays.id}`}>{titleOf(stays)}</Link></Text>
      {error !== null && <Alert color="red" role="alert" m="md">{inWords(error)}</Alert>}
      <Group justify="space-between" p="md" gap="sm" className={classes.foot}>
        {steps}
        {gone && may("update", stays) && (
          <Button variant="default" leftSection={<Split size={15} aria-hidden />} loading={busy === "unmerge"} onClick={(event) => isSecond(event) || unmerge(stays.id, gone)}>{t("pairs.unmerge")}</Button>
        )}
      </Group>
    </Stack>
  );
}
