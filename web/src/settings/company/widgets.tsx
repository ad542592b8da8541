/** Inputs of the company's settings; what is empty shows what then holds. */
import { Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { WeekStart } from "../../api/types";
import { LANGUAGES } from "../../i18n";
import { timeZones } from "../parts/codes";
import type { Widget } from "../parts/RecordForm";
import { shared } from "../parts/widgets";

export const Zone: Widget = (props) => {
  const { t } = useTranslation();
  return <Select {...shared(props)} searchable clearable clearButtonProps={{ "aria-label": t("filter.clear") }} limit={100} placeholder="UTC" data={timeZones}
    value={(props.value as string | null) ?? null} onChange={props.change} nothingFoundMessage={t("nothing_found")} />;
};

export const Spoken: Widget = (props) => {
  const data = Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }));
  return <Select {...shared(props)} data={data} placeholder={LANGUAGES.en} value={props.value ? String(props.value).slice(0, 2) : null} onChange={props.change} />;
};

const DAYS: [WeekStart, string][] = [["monday", "2026-11-23"], ["sunday", "2026-11-22"], ["saturday", "2026-11-21"]];

export const Weekday: Widget = (props) => {
  const { i18n } = useTranslation();
  const name = (day: string) => new Intl.DateTimeFormat(i18n.language, { weekday: "long", timeZone: "UTC" }).format(new Date(day));
  return <Select {...shared(props)} allowDeselect={false} data={DAYS.map(([value, day]) => ({ value, label: name(day) }))} value={(props.value as string | null) ?? "monday"} onChange={props.change} />;
};
