import { useCallback, useEffect, useState } from 'react';

/** How soon the next page is asked for again where it could not be read. */
const pause = 4_000;

type Reading = {
  hasNextPage: boolean;
  isFetching: boolean;
  fetchNextPage: (options: { cancelRefetch: boolean }) => Promise<{ isFetchNextPageError: boolean }>;
};

/** `readOn` asks for the next page of the `list`, where there is one and now is the time; `refused` while it could not be read. */
export function useReadingOn(list: string, { hasNextPage, isFetching, fetchNextPage }: Reading) {
  const [refusedOf, setRefusedOf] = useState<string | null>(null);
  const refused = refusedOf === list;
  const readOn = useCallback(async () => {
    const { isFetchNextPageError } = await fetchNextPage({ cancelRefetch: false });
    setRefusedOf(isFetchNextPageError ? list : null);
  }, [list, fetchNextPage]);
  useEffect(() => {
    if (!refused) return;
    const timer = setTimeout(() => setRefusedOf(null), pause);
    return () => clearTimeout(timer);
  }, [refused]);
  return { readOn: hasNextPage && !isFetching && !refused ? readOn : undefined, refused };
}
