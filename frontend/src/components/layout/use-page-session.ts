import { getMeOptions } from '@argus/sdk/query';
import { useQuery } from '@tanstack/react-query';
import { usePathname } from 'next/navigation';
import { useEffect } from 'react';
import { live } from '@/lib/live';
import { parsePlace } from '@/lib/place';
import { useSession } from '@/lib/session-store';
import { useUi } from '@/lib/ui-store';

/** What a signed-in page does once: ask who it is for, open the live stream, remember the cluster. */
export function usePageSession() {
  const { data } = useQuery({ ...getMeOptions(), staleTime: 60_000 });
  const setUser = useSession((state) => state.setUser);
  const setLastCluster = useUi((state) => state.setLastCluster);
  const { cluster } = parsePlace(usePathname());
  useEffect(() => {
    if (data) setUser(data.user);
  }, [data, setUser]);
  useEffect(() => {
    live.start();
    return () => live.stop();
  }, []);
  useEffect(() => {
    if (cluster) setLastCluster(cluster);
  }, [cluster, setLastCluster]);
}
