/** Choose another record by typing some of its name. */
import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ask } from "../api/http";
import type { InputProps } from "./Edit";

export interface Hit {
  id: string;
  type: string;
  title: string;
  subtitle?: string | null;
  matched?: string[];
}

export function useSearch(q: string, types = "", limit = 12) {
  return useQuery({
    queryKey: ["search", q, types, limit],
    queryFn: ({ signal }) => ask<{ data: Hit[] }>("GET", "v1/search", { query: { q, types, limit }, signal }),
    enabled: q.trim().length > 1,
    placeholderData: (before) => before,
  });
}

export function PickRecord({ field, value, change, shared }: InputProps & { shared: object }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const [q] = useDebouncedValue(typed, 200);
  const found = useSearch(q, field.to ?? "").data?.data ?? [];
  const options = found.map((hit) => ({ value: hit.id, label: hit.title }));
  const known = typeof value === "string" && value && !options.some((each) => each.value === value)
    ? [{ value, label: t("chosen_record") }] : [];
  return <Select {...shared} searchable clearable value={(value as string | null) ?? null} onChange={change} data={[...known, ...options]}
    searchValue={typed} onSearchChange={setTyped} filter={({ options: all }) => all} placeholder={t("type_to_search")} nothingFoundMessage={t("nothing_found")} />;
}
