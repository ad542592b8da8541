/** A real lead to try rules on: one of the newest open ones, or found by name. */
import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useList } from "../../api/queries";
import { titleOf } from "../../schema/useType";
import { useSearch } from "../../values/PickRecord";

const OPEN = JSON.stringify({ field: "status", op: "in", value: ["new", "assigned", "working"] });

export function PickLead({ value, change }: { value: string; change: (id: string) => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const [q] = useDebouncedValue(typed, 200);
  const newest = useList("leads", { filter: OPEN, limit: 10 });
  const [chosen, choose] = useState<{ value: string; label: string } | null>(null);
  const found = useSearch(chosen?.label === q ? "" : q, "leads").data?.data ?? [];
  const open = (newest.data?.pages[0]?.data ?? []).map((each) => ({ value: each.id, label: named(titleOf(each), each.company) }));
  const hits = q.trim().length > 1 && chosen?.label !== q ? found.map((hit) => ({ value: hit.id, label: named(hit.title, hit.subtitle) })) : open;
  const options = chosen && !hits.some((each) => each.value === chosen.value) ? [chosen, ...hits] : hits;
  const pick = (id: string | null) => {
    choose(options.find((each) => each.value === id) ?? null);
    change(id ?? "");
  };
  return <Select label={t("settings.try.lead")} placeholder={t("type_to_search")} searchable clearable clearButtonProps={{ "aria-label": t("filter.clear") }} data={options} value={value || null} onChange={pick}
    searchValue={typed} onSearchChange={setTyped} filter={({ options: all }) => all} nothingFoundMessage={t("nothing_found")} />;
}

function named(title: string, more: unknown): string {
  return more ? `${title} · ${String(more)}` : title;
}
