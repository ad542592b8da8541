/** A currency by code or name. */
import { Select } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Widget } from "../parts/RecordForm";
import { shared } from "../parts/widgets";

export const Currency: Widget = (props) => {
  const { t, i18n } = useTranslation();
  const { options } = props.field;
  const data = useMemo(() => {
    const names = new Intl.DisplayNames([i18n.language], { type: "currency", fallback: "code" });
    return options.map((code) => ({ value: code, label: `${code} · ${names.of(code) ?? code}` }));
  }, [i18n.language, options]);
  return <Select {...shared(props)} searchable clearable clearButtonProps={{ "aria-label": t("filter.clear") }} limit={200} placeholder={t("settings.company.none")} data={data}
    value={(props.value as string | null) ?? null} onChange={props.change} nothingFoundMessage={t("nothing_found")} />;
};
