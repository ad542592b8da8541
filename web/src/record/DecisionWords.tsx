/** A decision on the timeline: in English as it stands there, in other languages by the parts that its record keeps. */
import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ask } from "../api/http";
import { path } from "../api/path";
import type { Rec } from "../api/types";
import type { Routing } from "../decisions/types";
import { useDecision } from "../decisions/useDecision";

export function DecisionWords({ id, english }: { id: string; english: string }) {
  const { i18n } = useTranslation();
  const foreign = i18n.language !== "en";
  const { told } = useDecision();
  const kept = useQuery({
    queryKey: ["decisions", id],
    queryFn: ({ signal }) => ask<Rec & Routing>("GET", path`v1/decisions/${id}`, { signal }),
    enabled: foreign,
    staleTime: Infinity, // a decision is never changed
    retry: false,
  });
  if (foreign && kept.isPending) return null;
  const own = kept.data ? told(kept.data)?.explanation : undefined;
  return <Text size="sm" c="dimmed" className="isolated" lineClamp={6} lang={own ? undefined : "en"}>{own ?? english}</Text>;
}
