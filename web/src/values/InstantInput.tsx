/** A moment, typed in the browser's own way by the clock of the person's zone, and kept in UTC. */
import { TextInput, type TextInputProps } from "@mantine/core";
import { useMe } from "../api/queries";
import { ownZone, toInstant, toLocal } from "./zone";

interface Props extends Omit<TextInputProps, "value" | "onChange"> { value: string | null; change: (value: string | null) => void }

export function InstantInput({ value, change, ...shared }: Props) {
  const zone = ownZone(useMe().data);
  return <TextInput {...shared} type="datetime-local" value={value ? toLocal(value, zone) : ""}
    onChange={(event) => change(event.currentTarget.value ? toInstant(event.currentTarget.value, zone) : null)} />;
}
