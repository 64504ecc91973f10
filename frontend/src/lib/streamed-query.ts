import { type QueryKey, type UseQueryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';

type Options<Data, Problem, Key extends QueryKey> = UseQueryOptions<Data, Problem, Data, Key> & { queryKey: Key };

/** So often at most is asked again for what was overtaken: of what changes all the time, the stream tells enough. */
const most = 2;

/** Asks until nothing overtakes the answer. The last one, where it was overtaken too, gives way to what is `known`. */
async function readAnew<Data>(
  ask: () => Data | Promise<Data>,
  isOvertaken: () => () => boolean,
  known: () => Data | undefined,
): Promise<Data> {
  for (let times = 0; times < most; times += 1) {
    const overtaken = isOvertaken();
    try {
      const answer = await ask();
      if (!overtaken()) return answer;
    } catch (problem) {
      if (!overtaken()) throw problem;
    }
  }
  const overtaken = isOvertaken();
  const answer = await ask();
  return (overtaken() ? known() : undefined) ?? answer;
}

/**
 * A query beside which a stream tells what changes. What was on its way when the stream told something, or when
 * `reread` was called, is from before that: it is asked for again, and what `tell` made of the data stays until then.
 */
export function useStreamedQuery<Data, Problem, Key extends QueryKey>(options: Options<Data, Problem, Key>) {
  const client = useQueryClient();
  const told = useRef(0);
  const { queryFn, queryKey } = options;
  const isOvertaken = () => {
    const before = told.current;
    return () => told.current !== before;
  };
  const query = useQuery({
    ...options,
    queryFn:
      typeof queryFn === 'function'
        ? (context) =>
            readAnew(
              () => queryFn(context),
              isOvertaken,
              () => client.getQueryData<Data>(queryKey),
            )
        : queryFn,
  });
  const tell = (update: (now: Data | undefined) => Data | undefined) => {
    told.current += 1;
    client.setQueryData<Data>(queryKey, update);
  };
  const reread = () => {
    told.current += 1;
    return query.refetch();
  };
  return { ...query, tell, reread };
}
