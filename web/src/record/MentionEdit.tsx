/** A text in which @ names a colleague, as an input of a form. */
import { Textarea } from "@mantine/core";
import { type InputProps, useShared } from "../values/input";
import { seen } from "../parts/mention";
import { Mentions, useMentions } from "./Mentions";

export function MentionEdit(props: InputProps) {
  const text = typeof props.value === "string" ? props.value : "";
  const { box, typed, keys, aria, close, ...list } = useMentions(text, (next) => props.change(next || null));
  return (
    <Mentions {...list}>
      <Textarea {...useShared(props)} ref={box} autosize minRows={3} maxRows={14} maxLength={100_000} value={seen(text)}
        onChange={(event) => typed(event.currentTarget)} onKeyDown={keys} onBlur={close} {...aria} />
    </Mentions>
  );
}
