/** The grid of a role: for each object and action, how far it reaches. */
import { Group, Table, Text } from "@mantine/core";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import type { Scope } from "../../api/types";
import type { Widget } from "../parts/RecordForm";
import { ACTIONS, type ActionName, type Grants, rowOf, scopeOf, scopesOf, withScope } from "./grants";
import { type GridRow, useGridRows } from "./objects";
import classes from "./roles.module.css";

export const GrantsEdit: Widget = ({ field, value, change, error, values }) => {
  const { t } = useTranslation();
  const rows = useGridRows();
  const grants = (value as Grants | null) ?? {};
  const external = values.kind === "external";
  return (
    <div>
      <Text size="sm" fw={600}>{field.label}</Text>
      <Group gap="md" my={6}>{(["all", "team", "own", "shared", "none"] as const).map((scope) => (
        <Text key={scope} size="xs"><span className={classes.key} data-scope={scope}>{t(`settings.roles.scope.${scope}`)}</span> {t(`settings.roles.means.${scope}`)}</Text>
      ))}</Group>
      {error && <Text size="xs" c="red" role="alert">{error}</Text>}
      <Table.ScrollContainer minWidth={720} type="native" className={classes.frame}>
        <Table verticalSpacing={3} horizontalSpacing={6} fz="sm" stickyHeader>
          <Table.Thead>
            <Table.Tr>
              <Table.Th className={classes.first}>{t("settings.roles.object")}</Table.Th>
              <Table.Th>{t("settings.roles.whole")}</Table.Th>
              {ACTIONS.map((action) => <Table.Th key={action}>{t(`settings.roles.action.${action}`)}</Table.Th>)}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row, place) => (
              <Fragment key={row.objects}>
                {row.group !== rows[place - 1]?.group && <Table.Tr><Table.Th colSpan={ACTIONS.length + 2} scope="rowgroup" className={classes.group}>{t(`settings.roles.${row.group}`)}</Table.Th></Table.Tr>}
                <Row row={row} grants={grants} external={external} change={change} />
              </Fragment>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </div>
  );
};

function Row({ row, grants, external, change }: { row: GridRow; grants: Grants; external: boolean; change: (grants: Grants) => void }) {
  const { t } = useTranslation();
  const plain = row.objects === "privacy" || row.objects === "audit"; // all or nothing
  const set = (action: ActionName | "*") => (scope: Scope) => change(withScope(grants, row.objects, action, scope));
  const whole = plain ? scopeOf(grants, row.objects, "read") : rowOf(grants, row.objects);
  return (
    <Table.Tr>
      <Table.Th scope="row" className={classes.first}>{row.label}</Table.Th>
      <Table.Td><Cell name={`${row.label}: ${t("settings.roles.whole")}`} scope={whole} scopes={plain ? ["none", "all"] : external ? ["none"] : ["none", "own", "team", "all"]} change={set("*")} /></Table.Td>
      {ACTIONS.map((action) => (
        <Table.Td key={action}>{!plain && <Cell name={`${row.label}: ${t(`settings.roles.action.${action}`)}`} scope={scopeOf(grants, row.objects, action)} scopes={scopesOf(action, external)} change={set(action)} />}</Table.Td>
      ))}
    </Table.Tr>
  );
}

function Cell({ name, scope, scopes, change }: { name: string; scope: Scope | ""; scopes: Scope[]; change: (scope: Scope) => void }) {
  const { t } = useTranslation();
  const offered = scope && !scopes.includes(scope) ? [...scopes, scope] : scopes;
  return (
    <select aria-label={name} className={classes.cell} data-scope={scope} value={scope} onChange={(event) => change(event.currentTarget.value as Scope)}>
      {!scope && <option value="" disabled>…</option>}
      {offered.map((each) => <option key={each} value={each}>{t(`settings.roles.scope.${each}`)}</option>)}
    </select>
  );
}
