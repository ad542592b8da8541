/** The inputs of a field's definition; what its kind does not have is left out. */
import { Select, TagsInput, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useSchema } from "../../api/queries";
import { useLabels, words } from "../../schema/useType";
import { Edit } from "../../values/Edit";
import { ActiveEdit } from "../parts/ActiveEdit";
import type { Widget } from "../parts/RecordForm";
import classes from "../settings.module.css";
import { inputsOf, nameOf } from "./shape";
import { useCustomizable } from "./useCustomizable";

export function onlyFor(name: string, Own?: Widget): Widget {
  return function OnlyFor(props) {
    if (!inputsOf(String(props.values.field_type)).includes(name)) return null;
    if (Own) return <Own {...props} />;
    return props.field.type === "boolean" ? <ActiveEdit {...props} value={props.value ?? false} /> : <Edit {...props} />;
  };
}

/** The name follows the label until somebody gives it one of its own. */
export const LabelEdit: Widget = ({ field, value, set, values, error }) => {
  const follow = (label: string) => {
    if (!values.id && (!values.name || values.name === nameOf(String(value ?? "")))) set("name", nameOf(label));
    set("label", label);
  };
  return <TextInput label={field.label} description={field.help} withAsterisk data-autofocus error={error} value={String(value ?? "")} onChange={(event) => follow(event.currentTarget.value)} />;
};

export const NameEdit: Widget = ({ field, value, change, error }) => (
  <TextInput label={field.label} description={field.help} error={error} classNames={{ input: classes.code }} withAsterisk value={String(value ?? "")} onChange={(event) => change(event.currentTarget.value)} />
);

export const ObjectEdit: Widget = ({ field, value, change, error }) => {
  const labels = useLabels();
  return <Select label={field.label} error={error} allowDeselect={false} withAsterisk value={String(value ?? "")} onChange={change} data={useCustomizable().map((each) => ({ value: each.plural, label: labels.many(each) }))} />;
};

export const KindEdit: Widget = ({ field, value, change, error, errors }) => {
  const { t } = useTranslation();
  return <Select label={field.label} description={field.help} error={error ?? errors.type} searchable allowDeselect={false} withAsterisk value={String(value ?? "text")} onChange={change}
    data={field.options.map((each) => ({ value: each, label: t(`settings.kinds.${each}`, { defaultValue: words(each) }) }))} />;
};

export const OptionsEdit: Widget = ({ field, value, change, error }) => (
  <TagsInput label={field.label} description={field.help} error={error} withAsterisk acceptValueOnBlur value={(value as string[] | null) ?? []} onChange={(options) => change(options.length ? options : null)} />
);

export const TargetEdit: Widget = ({ field, value, change, error, values }) => {
  const labels = useLabels();
  return <Select label={field.label} error={error} searchable withAsterisk disabled={Boolean(values.id)} value={(value as string | null) ?? null} onChange={change}
    data={(useSchema().data ?? []).filter((each) => !each.configuration).map((each) => ({ value: each.name, label: labels.one(each) }))} />;
};

export const DefaultEdit: Widget = (props) => {
  const kind = String(props.values.field_type);
  const options = (props.values.options as string[] | null) ?? [];
  return <Edit {...props} field={{ ...props.field, type: kind === "long_text" ? "text" : kind, options, required: false }} />;
};
