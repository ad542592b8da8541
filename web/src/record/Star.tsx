/** A record kept at hand: a star that stands in the sidebar afterwards. */
import { ActionIcon } from "@mantine/core";
import { Star as StarIcon } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useFavourites, useStar } from "./favourites";

export function Star({ id, title }: { id: string; title: string }) {
  const { t } = useTranslation();
  const kept = useFavourites().data?.some((each) => each.id === id) ?? false;
  const star = useStar();
  return (
    <ActionIcon variant="subtle" color={kept ? "yellow" : "gray"} aria-pressed={kept} aria-label={t(kept ? "favourites.remove" : "favourites.add", { title })} onClick={() => star.mutate({ id, keep: !kept })}>
      <StarIcon size={16} fill={kept ? "currentColor" : "none"} />
    </ActionIcon>
  );
}
