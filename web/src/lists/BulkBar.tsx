/** What can be done with the chosen records at once. */
import { Button, Group, Paper, Text } from "@mantine/core";
import { Download, PencilLine, Tag, Trash2, UserRound, X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ObjectType } from "../api/types";
import { useFormats } from "../values/formats";
import { BulkDialog } from "./BulkDialog";
import { type BulkKind, type Which, countOfWhich } from "./bulk";
import { ExportDialog } from "./ExportDialog";
import classes from "./lists.module.css";

interface Props { type: ObjectType; which: Which; offerAll: (() => void) | null; total: number | null | undefined; done: () => void }

export function BulkBar({ type, which, offerAll, total, done }: Props) {
  const { t } = useTranslation();
  const formats = useFormats();
  const [kind, start] = useState<BulkKind | "export" | null>(null);
  const may = (action: string) => (type.permissions[action] ?? "none") !== "none";
  const count = countOfWhich(which, total);
  return (
    <Paper withBorder shadow="lg" p={8} radius="lg" className={classes.bar} role="region" aria-label={t("bulk.title")}>
      <Group gap={6} justify="center">
        <Text size="sm" fw={600} px={6}>{count === null ? t("bulk.all_matching") : t("bulk.chosen", { count, number: formats.number(count) })}</Text>
        {offerAll && <Button size="compact-sm" variant="subtle" onClick={offerAll}>{typeof total === "number" ? t("bulk.choose_total", { total: formats.number(total) }) : t("bulk.choose_all")}</Button>}
        {may("assign") && <Button size="compact-sm" variant="default" leftSection={<UserRound size={14} />} onClick={() => start("assign")}>{t("bulk.assign")}</Button>}
        {may("update") && <Button size="compact-sm" variant="default" leftSection={<PencilLine size={14} />} onClick={() => start("set")}>{t("bulk.set")}</Button>}
        {may("update") && <Button size="compact-sm" variant="default" leftSection={<Tag size={14} />} onClick={() => start("tag")}>{t("bulk.tag")}</Button>}
        {may("export") && <Button size="compact-sm" variant="default" leftSection={<Download size={14} />} onClick={() => start("export")}>{t("export.title")}</Button>}
        {may("delete") && <Button size="compact-sm" variant="light" color="red" leftSection={<Trash2 size={14} />} onClick={() => start("delete")}>{t("delete")}</Button>}
        <Button size="compact-sm" variant="subtle" color="gray" leftSection={<X size={14} />} onClick={done}>{t("bulk.none")}</Button>
      </Group>
      {kind === "export" && <ExportDialog type={type} which={which} close={() => start(null)} />}
      {kind && kind !== "export" && <BulkDialog type={type} which={which} kind={kind} close={(changed) => (changed ? done() : start(null))} />}
    </Paper>
  );
}
