/** Several values, typed one by one; what stands there unfinished counts when one goes on, too. */
import { TagsInput, type TagsInputProps } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { afterPress } from "./afterPress";

interface Props extends Omit<TagsInputProps, "value" | "onChange"> { value: string[]; onChange: (value: string[]) => void }

export function TypedTags({ value, onChange, ...shared }: Props) {
  const [typed, type] = useState("");
  const accept = useRef<() => void>(() => undefined);
  useEffect(() => {
    accept.current = () => {
      const text = typed.trim();
      type("");
      if (text && !value.includes(text)) onChange([...value, text]);
    };
  });
  return <TagsInput {...shared} openOnFocus={false} acceptValueOnBlur={false} value={value} onChange={onChange} searchValue={typed} onSearchChange={type} onBlur={() => afterPress(() => accept.current())} />;
}
