/** Over which time reports are shown. */
import { SegmentedControl } from "@mantine/core";
import { useTranslation } from "react-i18next";

const RANGES = ["7", "30", "90", "365"];

export function Range({ days, change }: { days: string; change: (days: string) => void }) {
  const { t } = useTranslation();
  return <SegmentedControl size="xs" value={days} onChange={change} aria-label={t("reports.range")} data={RANGES.map((value) => ({ value, label: t(`reports.ranges.${value}`) }))} />;
}
