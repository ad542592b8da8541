/** Saved lists: renamed, shared, narrowed, deleted. They are made where a list is filtered. */
import { Badge, Button, Group, Input, SegmentedControl, Stack, Text, Title, UnstyledButton } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { Eye, ExternalLink } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useSchema } from "../../api/queries";
import type { ObjectType, Rec } from "../../api/types";
import { Empty, Failed, Waiting } from "../../parts/States";
import { useLabels, useType } from "../../schema/useType";
import { RecordForm, type Widget } from "../parts/RecordForm";
import { RemoveButton } from "../parts/RemoveButton";
import { Screen } from "../parts/Screen";
import { Sheet } from "../parts/Sheet";
import { useAll } from "../parts/useAll";
import { useOpened } from "../parts/useOpened";
import { pickOne } from "../parts/widgets";
import { Conditions } from "../rules/ConditionEdit";
import classes from "../settings.module.css";

const PickTeam = pickOne("teams");

const Visibility: Widget = ({ field, value, change, error }) => {
  const { t } = useTranslation();
  return (
    <Input.Wrapper label={field.label} error={error}>
      <div><SegmentedControl aria-label={field.label} value={String(value ?? "private")} onChange={change} data={field.options.map((each) => ({ value: each, label: t(`settings.views.${each}`) }))} /></div>
    </Input.Wrapper>
  );
};

const OfTeam: Widget = (props) => (props.values.visibility === "team" ? <PickTeam {...props} field={{ ...props.field, required: true }} /> : null);

const Filter: Widget = (props) => {
  const type = useType(String(props.values.object));
  return type ? <Conditions {...props} type={type} /> : null;
};

const WIDGETS: Record<string, Widget> = { visibility: Visibility, team_id: OfTeam, filter: Filter };

export function Views() {
  const { t } = useTranslation();
  const labels = useLabels();
  const type = useType("views");
  const types = useSchema().data ?? [];
  const found = useAll("views");
  const [opened, open] = useOpened();
  if (!type) return null;
  const view = found.data?.find((each) => each.id === opened);
  const groups = types.map((each) => ({ type: each, views: (found.data ?? []).filter((one) => one.object === each.plural) })).filter((each) => each.views.length);
  return (
    <Screen name="views">
      {found.error ? <Failed error={found.error} retry={() => void found.refetch()} /> : !found.data ? <Waiting rows={5} />
        : groups.length === 0 ? <Empty icon={<Eye size={28} />} title={t("settings.views.none")}>{t("settings.views.none_help")}</Empty>
        : groups.map((group) => (
          <section key={group.type.name}>
            <Title order={2} size="h5" mb={6}>{labels.many(group.type)}</Title>
            <div className={classes.rows}>{group.views.map((each) => <Row key={each.id} view={each} open={() => open(each.id)} />)}</div>
          </section>
        ))}
      {view && <ViewSheet key={opened} type={type} view={view} close={() => open("")} />}
    </Screen>
  );
}

function Row({ view, open }: { view: Rec; open: () => void }) {
  const { t } = useTranslation();
  return (
    <Group className={classes.row}>
      <UnstyledButton className={`${classes.main} ${classes.open}`} onClick={open}>{String(view.name)}</UnstyledButton>
      {view.state === "building" && <Badge variant="light" color="yellow" tt="none">{t("settings.views.building")}</Badge>}
      <Text size="xs" c="dimmed">{t(`settings.views.${String(view.visibility)}`)}</Text>
      <Button component={Link} to={`/${String(view.object)}?view=${view.id}`} size="compact-xs" variant="subtle" className={classes.above} rightSection={<ExternalLink size={12} aria-hidden />}>{t("list.open")}</Button>
    </Group>
  );
}

function ViewSheet({ type, view, close }: { type: ObjectType; view: Rec; close: () => void }) {
  const { t } = useTranslation();
  const saved = () => {
    notifications.show({ message: t("settings.saved"), color: "green" });
    close();
  };
  return (
    <Sheet title={String(view.name)} close={close} size="lg">
      <Stack gap={0}>
        <RecordForm type={type} record={view} fields={["name", "visibility", "team_id", "filter"]} widgets={WIDGETS} saved={saved} cancel={close} />
        <RemoveButton type={type} record={view} name={String(view.name)} done={close} help={t("settings.views.remove_help")} />
      </Stack>
    </Sheet>
  );
}
