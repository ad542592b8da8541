/** How much of the whole is well, as a bar and in per cent. */
import { Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { percent } from "./account";
import classes from "./quality.module.css";

/** `part`: 0 to 1. */
export function Bar({ label, help, part }: { label: string; help: string; part: number }) {
  const { i18n } = useTranslation();
  const told = new Intl.NumberFormat(i18n.language, { style: "percent" }).format(percent(part) / 100);
  return (
    <div>
      <Group justify="space-between" gap="xs" wrap="nowrap"><Text size="sm" fw={550}>{label}</Text><Text size="sm" fw={600}>{told}</Text></Group>
      <div className={`${classes.track} ${classes.gauge}`} role="img" aria-label={`${label}: ${told}`}><span className={classes.well} style={{ width: `${part * 100}%` }} /></div>
      <Text size="xs" c="dimmed">{help}</Text>
    </div>
  );
}
