/** Inputs of a cleaning rule: what is cleaned, how, which records, and when. */
import { Input, SegmentedControl, Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useSchema } from "../../api/queries";
import { useLabels, useType } from "../../schema/useType";
import { Edit } from "../../values/Edit";
import { ActiveEdit } from "../parts/ActiveEdit";
import type { Widget } from "../parts/RecordForm";
import { shared } from "../parts/widgets";
import { Conditions } from "../rules/ConditionEdit";
import { cleaned, kindsOf, needs, SCHEDULES } from "./kinds";

/** Another object has other fields: a condition of the one before goes, and a way of cleaning that does not fit. */
const ObjectEdit: Widget = (props) => {
  const labels = useLabels();
  const types = cleaned(useSchema().data ?? []);
  const choose = (plural: string | null) => {
    if (plural === props.values.object) return;
    props.change(plural);
    props.set("condition", null);
    if (!kindsOf(types.find((each) => each.plural === plural), [String(props.values.kind)]).length) props.set("kind", null);
  };
  return <Select {...shared(props)} allowDeselect={false} data={types.map((each) => ({ value: each.plural, label: labels.many(each) }))} value={(props.value as string | null) ?? null} onChange={choose} />;
};

const KindEdit: Widget = (props) => {
  const { t } = useTranslation();
  const data = kindsOf(useType(String(props.values.object)), props.field.options).map((value) => ({ value, label: t(`settings.cleaning.kinds.${value}`) }));
  const help = props.value ? t(`settings.cleaning.kinds_help.${String(props.value)}`) : "";
  return <Select {...shared({ ...props, field: { ...props.field, help } })} allowDeselect={false} data={data} value={(props.value as string | null) ?? null} onChange={props.change} />;
};

const WhichEdit: Widget = ({ values, ...props }) => {
  const type = useType(String(values.object));
  return type ? <Conditions key={type.plural} {...props} type={type} /> : null;
};

const TagEdit: Widget = (props) => (needs(props.values.kind, "tag") ? <Edit {...props} field={{ ...props.field, required: true }} /> : null);
const DaysEdit: Widget = (props) => (needs(props.values.kind, "days") ? <Edit {...props} field={{ ...props.field, required: true }} /> : null);

const ScheduleEdit: Widget = ({ field, value, change, error }) => {
  const { t } = useTranslation();
  return (
    <Input.Wrapper label={field.label} description={field.help} error={error} inputWrapperOrder={["label", "input", "description", "error"]}>
      <SegmentedControl display="flex" w="fit-content" maw="100%" aria-label={field.label} value={String(value ?? "off")} onChange={change} data={SCHEDULES.map((each) => ({ value: each, label: t(`settings.cleaning.schedules.${each}`) }))} />
    </Input.Wrapper>
  );
};

/** What runs by hand alone has nothing to switch off. */
const WhenActive: Widget = (props) => (props.values.schedule === "off" ? null : <ActiveEdit {...props} />);

export const WIDGETS: Record<string, Widget> = { object: ObjectEdit, kind: KindEdit, condition: WhichEdit, tag: TagEdit, days: DaysEdit, schedule: ScheduleEdit, active: WhenActive };
