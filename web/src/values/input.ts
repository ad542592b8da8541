/** What every input of a field has: its name, its help, what is wrong with it. */
import { use } from "react";
import type { Field } from "../api/types";
import { useLabels } from "../schema/useType";
import { Inside } from "./inside";

export interface InputProps {
  field: Field;
  value: unknown;
  change: (value: unknown) => void;
  error?: string | undefined;
  autoFocus?: boolean;
  label?: boolean;
  size?: "xs" | "sm";
  /** In this text @ names a colleague. */
  mentions?: boolean;
}

export function useShared({ field, error, autoFocus, label = true, size }: InputProps) {
  const labels = useLabels();
  const name = labels.field(field);
  return { ...(label ? { label: name } : { "aria-label": name }), description: (label && field.help) || undefined, error,
    "data-autofocus": autoFocus, autoFocus, withAsterisk: field.required, ...(size && { size }) };
}

/** For inputs with a list of choices. */
export function useSharedList(props: InputProps) {
  const inside = use(Inside);
  return { ...useShared(props), comboboxProps: { withinPortal: !inside } };
}
