/** Colleagues to choose from while somebody types @ in a note. */
import { Combobox, useCombobox } from "@mantine/core";
import { type KeyboardEvent, type ReactNode, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../api/queries";
import { mention, seen } from "../parts/mention";
import { mentionAt } from "./marking";
import { placeIn, rewritten } from "./writing";

interface Colleague { id: string; name: string }

const MOST = 6;

/** `note` is what is kept; the box shows it as `seen` says. */
export function useMentions(note: string, change: (note: string) => void) {
  const box = useRef<HTMLTextAreaElement>(null);
  const [asked, ask] = useState<{ at: number; typed: string } | null>(null);
  const combobox = useCombobox();
  const folded = (value: string) => value.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const colleagues = useMe().data?.colleagues ?? [];
  const people: Colleague[] = asked ? colleagues.filter((each) => each.active && folded(each.name).replaceAll(" ", ".").includes(folded(asked.typed))).slice(0, MOST) : [];
  const open = people.length > 0;

  function choose(id: string): void {
    const person = people.find((each) => each.id === id);
    const area = box.current;
    if (!person || !asked || !area) return;
    const shown = `${seen(mention(person))} `;
    change(`${note.slice(0, placeIn(note, asked.at, "before"))}${mention(person)} ${note.slice(placeIn(note, area.selectionStart, "after"))}`);
    ask(null);
    requestAnimationFrame(() => {
      area.focus();
      area.setSelectionRange(asked.at + shown.length, asked.at + shown.length);
    });
  }

  function typed(area: HTMLTextAreaElement): void {
    change(rewritten(note, area.value, area.selectionEnd));
    ask(mentionAt(area.value, area.selectionStart));
    combobox.selectFirstOption();
  }

  /** Whether the key was for the list of colleagues. */
  function keys(event: KeyboardEvent): boolean {
    if (!open) return false;
    if (event.key === "ArrowDown") combobox.selectNextOption();
    else if (event.key === "ArrowUp") combobox.selectPreviousOption();
    else if (event.key === "Enter" || event.key === "Tab") choose(people[Math.max(0, combobox.getSelectedOptionIndex())]?.id ?? "");
    else if (event.key === "Escape") ask(null);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  const aria = { role: "combobox", "aria-expanded": open, "aria-autocomplete": "list", "aria-haspopup": "listbox" } as const;
  return { box, combobox, people, open, choose, typed, keys, aria, close: () => ask(null) };
}

type Props = Pick<ReturnType<typeof useMentions>, "combobox" | "people" | "open" | "choose"> & { children: ReactNode };

export function Mentions({ combobox, people, open, choose, children }: Props) {
  const { t } = useTranslation();
  return (
    <Combobox store={{ ...combobox, dropdownOpened: open }} onOptionSubmit={choose} position="bottom-start" withinPortal>
      <Combobox.Target withKeyboardNavigation={false} withAriaAttributes={false}><div>{children}</div></Combobox.Target>
      <Combobox.Dropdown hidden={!open}>
        <Combobox.Options aria-label={t("note.mention")} onMouseDown={(event) => event.preventDefault()}>
          {people.map((each) => <Combobox.Option key={each.id} value={each.id}>{each.name}</Combobox.Option>)}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
