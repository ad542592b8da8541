/** The filter below its button; an Escape that closes a choice within it leaves the half line standing. */
import { Button, type ButtonProps, Popover } from "@mantine/core";
import { type KeyboardEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";

interface Props { button: Pick<ButtonProps, "variant" | "leftSection" | "rightSection">; width: number; children: ReactNode }

export function FilterPopover({ button, width, children }: Props) {
  const { t } = useTranslation();
  const [opened, open] = useState(false);
  const keys = (event: KeyboardEvent) => {
    if (event.key === "Escape" && !unfolded(event.target)) open(false);
  };
  return (
    <Popover opened={opened} onChange={open} closeOnEscape={false} position="bottom-end" width={width} shadow="md" trapFocus returnFocus withinPortal>
      <Popover.Target><Button size="xs" {...button} onClick={() => open(!opened)}>{t("filter.title")}</Button></Popover.Target>
      <Popover.Dropdown maw="96vw" onKeyDownCapture={keys}>{children}</Popover.Dropdown>
    </Popover>
  );
}

/** An input whose list of choices is open: the key is meant for that. */
export function unfolded(target: EventTarget): boolean {
  return target instanceof HTMLElement && target.getAttribute("aria-expanded") === "true";
}
