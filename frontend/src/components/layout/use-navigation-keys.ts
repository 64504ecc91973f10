import { deployments, events, nodes, pods } from '@/lib/kind';
import { useGo } from '@/lib/leave';
import { type Gvr, listPath } from '@/lib/place';
import { useScope } from '@/lib/scope';
import { useShortcut } from '@/lib/shortcut';

/** `g` and a letter go to the common places, in the cluster that is in scope. */
export function useNavigationKeys() {
  const go = useGo();
  const { cluster } = useScope();
  const list = (kind: Gvr) => go(listPath(cluster, kind));
  useShortcut('g o', 'Overview', 'Go to', () => go('/dashboard'));
  useShortcut('g c', 'Clusters', 'Go to', () => go('/clusters'));
  useShortcut('g p', 'Pods', 'Go to', () => list(pods));
  useShortcut('g d', 'Deployments', 'Go to', () => list(deployments));
  useShortcut('g n', 'Nodes', 'Go to', () => list(nodes));
  useShortcut('g e', 'Events', 'Go to', () => list(events));
}
