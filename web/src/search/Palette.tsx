/** Ctrl-K, Cmd-K or /: find any record, go anywhere, create anything. */
import { useDebouncedValue } from "@mantine/hooks";
import { Spotlight, type SpotlightActionData, type SpotlightActionGroupData } from "@mantine/spotlight";
import { useQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { ask } from "../api/http";
import { TypeIcon } from "../app/icons";
import { useLabels, useTypes } from "../schema/useType";
import { useFormats } from "../values/formats";
import { type Hit, useSearch } from "../values/PickRecord";
import { searchable } from "../values/searchable";
import { useCommands } from "./useCommands";

const MOMENT = /^\d{4}-\d\d-\d\dT/;

export function Palette({ help }: { help: () => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const [opened, open] = useState(false);
  const [q] = useDebouncedValue(typed, 150);
  const asked = typed.trim().toLowerCase();
  const hits = useActions(useSearch(q).data?.data ?? []);
  const recent = useActions(useRecent(opened && !asked));
  const commands = useCommands(help);
  const fits = (action: SpotlightActionData) => asked.split(/\s+/).every((word) => `${action.label} ${action.keywords ?? ""}`.toLowerCase().includes(word));
  const groups: SpotlightActionGroupData[] = [
    searchable(asked) ? { group: t("palette.records"), actions: hits } : { group: t("palette.recent"), actions: recent },
    ...commands.map(({ group, actions }) => ({ group, actions: actions.filter(fits) })),
  ].filter((each) => each.actions.length > 0);
  return (
    <Spotlight attributes={{ content: { "aria-label": t("shell.search") } }} actions={groups} query={typed} onQueryChange={setTyped} filter={(_, all) => all} shortcut={["mod + K", "/"]} scrollable maxHeight={440} radius="lg"
      onSpotlightOpen={() => open(true)} onSpotlightClose={() => open(false)} nothingFound={t("nothing_found")}
      searchProps={{ leftSection: <Search size={18} />, placeholder: t("palette.placeholder"), "aria-label": t("shell.search") }} />
  );
}

/** The records whose pages I opened last. */
function useRecent(enabled: boolean): Hit[] {
  return useQuery({ queryKey: ["recent"], queryFn: async () => (await ask<{ data: Hit[] }>("GET", "v1/recent")).data, enabled }).data?.slice(0, 6) ?? [];
}

function useActions(hits: Hit[]): SpotlightActionData[] {
  const go = useNavigate();
  const typeOf = useTypes();
  const labels = useLabels();
  const formats = useFormats();
  return hits.flatMap((hit) => {
    const type = typeOf(hit.type);
    if (!type) return [];
    const description = [labels.one(type), MOMENT.test(hit.subtitle ?? "") ? formats.relative(hit.subtitle ?? "") : hit.subtitle].filter(Boolean).join(" · ");
    return [{ id: hit.id, label: hit.title, description, leftSection: <TypeIcon type={type.name} size={18} />, onClick: () => void go(`/${type.plural}/${hit.id}`) }];
  });
}
