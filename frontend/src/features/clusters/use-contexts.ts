import { readContexts } from '@argus/sdk';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

/** The contexts of a kubeconfig, read by the server shortly after typing stops. Nothing is stored, nor cached here. */
export function useContexts(kubeconfig: string) {
  const [settled, setSettled] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setSettled(kubeconfig), 300);
    return () => clearTimeout(timer);
  }, [kubeconfig]);
  return useQuery({
    queryKey: ['contexts', settled],
    queryFn: async ({ signal }) =>
      (await readContexts({ body: { kubeconfig: settled }, signal, throwOnError: true })).data.contexts,
    enabled: settled.trim() !== '',
    gcTime: 0,
    staleTime: Infinity,
    retry: false,
  });
}
