/** Active or not, as a switch. */
import { Switch } from "@mantine/core";
import type { Widget } from "./RecordForm";

export const ActiveEdit: Widget = ({ field, value, change }) => (
  <Switch label={field.label} description={field.help || undefined} checked={Boolean(value ?? true)} onChange={(event) => change(event.currentTarget.checked)} />
);
