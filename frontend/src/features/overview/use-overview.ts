import { getFleetOverviewOptions, getSandboxOptions } from '@argus/sdk/query';
import { useQuery } from '@tanstack/react-query';

/** Totals and troubles of all clusters, five seconds old at most while the page can be seen. */
export function useOverview() {
  return useQuery({ ...getFleetOverviewOptions(), refetchInterval: 5_000 });
}

export type OverviewQuery = ReturnType<typeof useOverview>;

/** The sandbox's progress: often while it is being built, hardly ever otherwise. */
export function useSandbox() {
  return useQuery({
    ...getSandboxOptions(),
    refetchInterval: ({ state }) => (state.data?.active ? 1_000 : 15_000),
  });
}
