/** For colleagues, or for people from outside who see only what is shared with them. */
import { Input, SegmentedControl } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Widget } from "../parts/RecordForm";

export const KindEdit: Widget = ({ field, value, change, error }) => {
  const { t } = useTranslation();
  const kind = String(value ?? "internal");
  return (
    <Input.Wrapper label={field.label} description={t(`settings.roles.kind_help.${kind}`)} error={error} inputWrapperOrder={["label", "input", "description", "error"]}>
      <div><SegmentedControl aria-label={field.label} value={kind} onChange={change} data={field.options.map((each) => ({ value: each, label: t(`settings.roles.kind.${each}`) }))} /></div>
    </Input.Wrapper>
  );
};
