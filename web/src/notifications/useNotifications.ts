/** Notifications as the bell and its page show them, with what can be done with each. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ask } from "../api/http";
import { useList } from "../api/queries";
import type { Me, Rec } from "../api/types";

const UNREAD = JSON.stringify({ all: [{ field: "read_at", op: "empty", value: true }, { not: { field: "asleep", op: "eq", value: true } }] });

export function useNotifications(unread: boolean, limit = 50, enabled = true) {
  return useList("notifications", { limit, filter: unread ? UNREAD : "" }, enabled);
}

export function useNotice() {
  const queries = useQueryClient();
  const { mutate } = useMutation({
    mutationFn: ({ id, action, body }: { id?: string; action: string; body?: object }) => ask("POST", ["v1/notifications", id, action].filter(Boolean).join("/"), { body: body ?? {} }),
    onMutate: ({ id, action }) => {
      if (action !== "read" && action !== "read_all") return;
      queries.setQueryData<Me>(["me"], (me) => me && { ...me, unread_notifications: id ? Math.max(0, me.unread_notifications - 1) : 0 });
    },
    onSettled: () => void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === "me" || queryKey[0] === "notifications" }),
  });
  return {
    read: (record: Rec) => !record.read_at && mutate({ id: record.id, action: "read" }),
    turn: (record: Rec) => mutate({ id: record.id, action: record.read_at ? "unread" : "read" }),
    snooze: (record: Rec, until: string) => mutate({ id: record.id, action: "snooze", body: { until } }),
    readAll: () => mutate({ action: "read_all" }),
  };
}
