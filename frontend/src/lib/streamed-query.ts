import { type QueryKey, type UseQueryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';

type Options<Data, Problem, Key extends QueryKey> = UseQueryOptions<Data, Problem, Data, Key> & { queryKey: Key };

/**
 * A query beside which a stream tells what changes. An answer that was on its way when the stream told something is
 * from before that, so it is not taken: what `tell` made of the data stays, and without data it is asked for again.
 * `reread` asks for what is so from now on.
 */
export function useStreamedQuery<Data, Problem, Key extends QueryKey>(options: Options<Data, Problem, Key>) {
  const client = useQueryClient();
  const told = useRef(0);
  const { queryFn, queryKey } = options;
  const query = useQuery({
    ...options,
    queryFn:
      typeof queryFn === 'function'
        ? async (context) => {
            for (;;) {
              const before = told.current;
              const answer = await queryFn(context);
              const known = told.current === before ? answer : client.getQueryData<Data>(queryKey);
              if (known !== undefined) return known;
            }
          }
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
