import { QueryClientProvider } from "@tanstack/react-query";
import { renderHook, waitFor } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { client, useViews } from "./queries";
import type { Options } from "./http";

vi.mock("./http", () => ({
  ask: async (_method: string, _path: string, { query }: Options) => (query?.cursor ? { data: [{ id: "viw_101" }], next_cursor: null } : { data: [{ id: "viw_1" }], next_cursor: "more" }),
}));

test("a view beyond the first page is known", async () => {
  const { result } = renderHook(() => useViews(true), { wrapper: ({ children }) => <QueryClientProvider client={client}>{children}</QueryClientProvider> });
  await waitFor(() => expect(result.current.data?.map((each) => each.id)).toEqual(["viw_1", "viw_101"]));
});
