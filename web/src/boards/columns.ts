/** A board's columns in the cache: one list each, and a card that goes from one to another at once. */
import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import type { Query } from "../api/http";
import type { Page, Rec } from "../api/types";

export type Column = InfiniteData<Page, string>;

export function withOut(column: Column, id: string): Column {
  if (!column.pages.some((page) => page.data.some((each) => each.id === id))) return column;
  return counted({ ...column, pages: column.pages.map((page) => ({ ...page, data: page.data.filter((each) => each.id !== id) })) }, -1);
}

export function withCard(column: Column, record: Rec): Column {
  const [first, ...rest] = withOut(column, record.id).pages;
  return first ? counted({ ...column, pages: [{ ...first, data: [record, ...first.data] }, ...rest] }, 1) : column;
}

function counted(column: Column, by: number): Column {
  const pages = column.pages.map((page) => (typeof page.meta.total === "number" ? { ...page, meta: { ...page.meta, total: page.meta.total + by } } : page));
  return { ...column, pages };
}

/** Puts the card there before the API has answered; doing it the other way round takes it back. */
export function shift(queries: QueryClient, plural: string, from: Query, to: Query, record: Rec): void {
  queries.setQueryData<Column>([plural, "list", from], (column) => column && withOut(column, record.id));
  queries.setQueryData<Column>([plural, "list", to], (column) => column && withCard(column, record));
}
