import { create } from 'zustand';
import type { KnownKind } from '@/lib/kind';

export type SessionUser = {
  id: string;
  email: string;
  name: string;
  grants: { role: 'admin' | 'viewer'; cluster: string | null; namespace: string | null }[];
};

type SessionState = {
  user: SessionUser | null;
  /** The session has ended, and the page stays only for what was typed in it. */
  over: boolean;
  setUser: (user: SessionUser | null) => void;
  setOver: (over: boolean) => void;
};

/** Who is signed in; null until the shell has asked. */
export const useSession = create<SessionState>()((set) => ({
  user: null,
  over: false,
  setUser: (user) => set({ user }),
  setOver: (over) => set({ over }),
}));

/** Whether the user may list a kind somewhere in a cluster, or with null in any. Only for what to ask: the API decides. */
export function mayList(user: SessionUser | null, kind: KnownKind, cluster: string | null): boolean {
  const secret = kind.group === 'core' && kind.resource === 'secrets';
  return !!user?.grants.some(
    (grant) =>
      (cluster === null || grant.cluster === null || grant.cluster === cluster) &&
      (kind.namespaced || grant.namespace === null) &&
      (!secret || grant.role === 'admin'),
  );
}

/** Whether the user may change things at a place. Only for showing controls: the API decides again. */
export function mayChange(user: SessionUser | null, cluster?: string, namespace?: string | null): boolean {
  const covers = (mine: string | null, wanted: string | null | undefined) => mine === null || mine === wanted;
  return !!user?.grants.some(
    (grant) => grant.role === 'admin' && covers(grant.cluster, cluster) && covers(grant.namespace, namespace),
  );
}
