/** Choose other records by typing some of their name; one that does not exist yet is made on the fly where a name suffices. */
import { MultiSelect, Select } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useDebouncedValue } from "@mantine/hooks";
import { useQueries, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ask } from "../api/http";
import { useSave } from "../api/queries";
import type { ObjectType } from "../api/types";
import { inWords } from "../parts/States";
import { makes, useLabels, useTypes } from "../schema/useType";
import type { InputProps } from "./input";
import { searchable } from "./searchable";
import { remember, titleQuery, useTitle } from "./useTitles";

export interface Hit {
  id: string;
  type: string;
  title: string;
  subtitle?: string | null;
  matched?: string;
}

export function useSearch(q: string, types = "", limit = 12) {
  return useQuery({
    queryKey: ["search", q, types, limit],
    queryFn: ({ signal }) => ask<{ data: Hit[] }>("GET", "v1/search", { query: { q, types, limit }, signal }),
    enabled: searchable(q),
    placeholderData: (before) => before,
  });
}

interface Option { value: string; label: string }
const MAKE = "make:";

/** Hits for what is typed, and the wish to make one of that name; `except` is a record that nobody means. */
function useOptions(to: string | null, except = "") {
  const { t } = useTranslation();
  const labels = useLabels();
  const typeOf = useTypes();
  const [typed, setTyped] = useState("");
  const [q] = useDebouncedValue(typed.trim(), 200);
  const type = to ? typeOf(to) : undefined;
  const hits = (useSearch(q, type?.plural ?? "").data?.data ?? []).filter((hit) => hit.id !== except);
  const found: Option[] = searchable(q) ? hits.map((hit) => ({ value: hit.id, label: to ? hit.title : [hit.title, labelOf(hit)].filter(Boolean).join(" · ") })) : [];
  function labelOf(hit: Hit): string {
    const kind = typeOf(hit.type);
    return kind ? labels.one(kind) : "";
  }
  const make = type && nameable(type) && q.length > 1 && !hits.some((hit) => hit.title.toLowerCase() === q.toLowerCase())
    ? [{ value: MAKE + q, label: t("make_record", { type: labels.one(type), name: q }) }] : [];
  return { typed, setTyped, options: [...found, ...make], type };
}

/** A type whose records need nothing but a name. */
function nameable(type: ObjectType): boolean {
  const required = type.fields.filter((field) => field.required && !field.read_only);
  return !type.configuration && makes(type) && required.length === 1 && required[0]?.name === "name";
}

export function PickRecord({ field, value, change, shared, except }: InputProps & { shared: object; except?: string }) {
  const { t } = useTranslation();
  const { typed, setTyped, options, type } = useOptions(field.to, except);
  const save = useSave(type?.plural ?? "");
  const id = typeof value === "string" ? value : "";
  const title = useTitle(id);
  const kept = id && !options.some((each) => each.value === id) ? [{ value: id, label: title ?? t("chosen_record") }] : [];
  const choose = (chosen: string | null) => {
    if (!chosen?.startsWith(MAKE)) return change(chosen);
    save.mutate({ values: { name: chosen.slice(MAKE.length) } }, {
      onSuccess: (record) => {
        remember(record.id, chosen.slice(MAKE.length));
        change(record.id);
      },
      onError: (error) => notifications.show({ message: inWords(error), color: "red" }),
    });
  };
  return <Select {...shared} searchable clearable value={id || null} onChange={choose} data={[...kept, ...options]} searchValue={typed} onSearchChange={setTyped}
    filter={({ options: all }) => all} placeholder={t("type_to_search")} nothingFoundMessage={typed.trim().length > 1 ? t("nothing_found") : undefined} />;
}

export function PickRecords({ field, value, change, shared }: InputProps & { shared: object }) {
  const { t } = useTranslation();
  const typeOf = useTypes();
  const ids = (value as string[] | null) ?? [];
  const { typed, setTyped, options } = useOptions(field.to);
  const titles = useQueries({ queries: ids.map((id) => titleQuery(typeOf(id), id)) });
  const kept = ids.map((id, place) => ({ value: id, label: titles[place]?.data ?? t("chosen_record") }));
  return <MultiSelect {...shared} searchable clearable value={ids} onChange={(next) => change(next.length ? next : null)}
    data={[...kept, ...options.filter((each) => !ids.includes(each.value) && !each.value.startsWith(MAKE))]} searchValue={typed} onSearchChange={setTyped}
    filter={({ options: all }) => all.filter((each) => !("value" in each) || !ids.includes(each.value))} placeholder={ids.length ? undefined : t("type_to_search")}
    nothingFoundMessage={typed.trim().length > 1 ? t("nothing_found") : undefined} />;
}
