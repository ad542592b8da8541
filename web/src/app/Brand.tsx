import { Group, Text } from "@mantine/core";
import { Link } from "react-router";
import icon from "./icon.svg";

export function Brand() {
  return (
    <Link to="/" className="plain">
      <Group gap={8}>
        <img src={icon} width={24} height={24} alt="" />
        <Text fw={700} size="lg">Kith</Text>
      </Group>
    </Link>
  );
}
