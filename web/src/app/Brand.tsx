/** Whose CRM this is: the company's name once it has one. */
import { Group, Text } from "@mantine/core";
import { Link } from "react-router";
import icon from "./icon.svg";

export const UNNAMED = "Kith";

export function Brand({ name }: { name: string }) {
  return (
    <Link to="/" className="plain" style={{ minWidth: 0 }}>
      <Group gap={8} wrap="nowrap">
        <img src={icon} width={24} height={24} alt="" />
        <Text fw={700} size="lg" truncate title={name} className="isolated">{name}</Text>
      </Group>
    </Link>
  );
}
