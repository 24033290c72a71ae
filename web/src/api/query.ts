import { QueryClient } from "@tanstack/vue-query";
import { ProblemError, Unreachable } from "./client";

/** What is refused stays refused; what did not arrive is tried again. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      retry: (count, error) => !(error instanceof ProblemError) && !(error instanceof Unreachable && !error.passes) && count < 3,
      refetchOnWindowFocus: true,
    },
    mutations: { retry: false },
  },
});

/** Everything that may follow from an entry of the ledger. */
export async function everythingChanged(): Promise<void> {
  await queries.invalidateQueries();
}
