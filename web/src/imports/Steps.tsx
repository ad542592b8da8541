/** Where one is in an import: file, columns, result. */
import { Group, Text } from "@mantine/core";
import { Check, ChevronRight } from "lucide-react";
import { useTranslation } from "react-i18next";
import classes from "./imports.module.css";

const NAMES = ["file", "columns", "run"];

export function Steps({ at }: { at: number }) {
  const { t } = useTranslation();
  return (
    <Group gap={6} className={classes.steps} aria-label={t("imports.steps.title")} renderRoot={(props) => <ol {...props} />}>
      {NAMES.map((name, place) => (
        <li key={name} aria-current={place === at ? "step" : undefined} data-done={place < at || undefined}>
          {place > 0 && <ChevronRight size={13} aria-hidden />}
          <span className={classes.number} aria-hidden>{place < at ? <Check size={12} /> : place + 1}</span>
          <Text span size="sm" fw={place === at ? 600 : 400} c={place === at ? undefined : "dimmed"}>{t(`imports.steps.${name}`)}</Text>
        </li>
      ))}
    </Group>
  );
}
