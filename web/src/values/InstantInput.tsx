/** A moment, typed in the browser's own way and kept in UTC. */
import { TextInput, type TextInputProps } from "@mantine/core";

interface Props extends Omit<TextInputProps, "value" | "onChange"> { value: string | null; change: (value: string | null) => void }

export function InstantInput({ value, change, ...shared }: Props) {
  return <TextInput {...shared} type="datetime-local" value={value ? toLocal(value) : ""}
    onChange={(event) => change(event.currentTarget.value ? new Date(event.currentTarget.value).toISOString() : null)} />;
}

function toLocal(instant: string): string {
  const date = new Date(instant);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
