/** What was done, with a way back that stands for a while and is used once. */
import { Button, Group } from "@mantine/core";
import { notifications } from "@mantine/notifications";

const WHILE = 12_000;

export function offerUndo(done: string, label: string, undo: () => void): void {
  const id = crypto.randomUUID();
  const back = () => {
    notifications.hide(id);
    undo();
  };
  notifications.show({ id, autoClose: WHILE, color: "green", message: (
    <Group justify="space-between" wrap="nowrap"><span className="isolated">{done}</span><Button size="compact-xs" variant="light" style={{ flex: "none" }} onClick={back}>{label}</Button></Group>
  ) });
}
