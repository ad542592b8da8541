/** Ctrl-K, Cmd-K or /: find any record, go anywhere, create anything. */
import { Spotlight, type SpotlightActionData, type SpotlightActionGroupData } from "@mantine/spotlight";
import { useDebouncedValue } from "@mantine/hooks";
import { Plus, Search } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useSchema } from "../api/queries";
import type { ObjectType } from "../api/types";
import { TypeIcon } from "../app/icons";
import { useCreate } from "../create/useCreate";
import { useLabels, useTypes } from "../schema/useType";
import { useSearch } from "../values/PickRecord";

export function Palette() {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const [q] = useDebouncedValue(typed, 150);
  const hits = useHits(q);
  const places = usePlaces();
  const asked = typed.trim().toLowerCase();
  const actions: SpotlightActionGroupData[] = [
    ...(asked.length > 1 ? [{ group: t("palette.records"), actions: hits }] : []),
    ...places.map(({ group, actions: all }) => ({ group, actions: all.filter((each) => each.label?.toLowerCase().includes(asked)) })),
  ].filter((each) => each.actions.length > 0);
  return (
    <Spotlight actions={actions} query={typed} onQueryChange={setTyped} filter={(_, all) => all} shortcut={["mod + K", "/"]} scrollable maxHeight={420}
      nothingFound={t("nothing_found")} searchProps={{ leftSection: <Search size={18} />, placeholder: t("palette.placeholder"), "aria-label": t("shell.search") }} />
  );
}

function useHits(q: string): SpotlightActionData[] {
  const go = useNavigate();
  const typeOf = useTypes();
  const labels = useLabels();
  const found = useSearch(q).data?.data ?? [];
  return found.flatMap((hit) => {
    const type = typeOf(hit.type);
    if (!type) return [];
    const description = [labels.one(type), hit.subtitle].filter(Boolean).join(" · ");
    return [{ id: hit.id, label: hit.title, description, leftSection: <TypeIcon type={type.name} size={18} />, onClick: () => void go(`/${type.plural}/${hit.id}`) }];
  });
}

function usePlaces(): { group: string; actions: SpotlightActionData[] }[] {
  const { t } = useTranslation();
  const go = useNavigate();
  const create = useCreate();
  const labels = useLabels();
  const types = useSchema().data ?? [];
  const makeable = (type: ObjectType) => !type.configuration && type.permissions.create !== "none";
  return [
    { group: t("palette.create"), actions: types.filter(makeable).map((type) => ({
      id: `create-${type.name}`, label: t("create.title", { type: labels.one(type) }), leftSection: <Plus size={18} />, onClick: () => create.open(type.plural) })) },
    { group: t("palette.go"), actions: types.map((type) => ({
      id: `go-${type.name}`, label: labels.many(type), leftSection: <TypeIcon type={type.name} size={18} />, onClick: () => void go(`/${type.plural}`) })) },
  ];
}
