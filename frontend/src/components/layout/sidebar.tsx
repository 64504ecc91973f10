'use client';

import {
  Activity,
  Blocks,
  Boxes,
  Cpu,
  Database,
  Gauge,
  KeyRound,
  LayoutDashboard,
  type LucideIcon,
  Network,
  Server,
  SlidersHorizontal,
} from 'lucide-react';
import { usePathname } from 'next/navigation';
import { useClusters } from '@/lib/cluster-query';
import { customGroups, serves, titled, useApiResources } from '@/lib/discovery';
import { events, type KnownKind, kindGroups, nodes } from '@/lib/kind';
import { clusterPath, type Gvr, listPath } from '@/lib/place';
import { useScope } from '@/lib/scope';
import { useUi } from '@/lib/ui-store';
import { ClusterSwitcher } from './cluster-switcher';
import { NavGroup } from './nav-group';
import { NavItem } from './nav-item';

const icons: Record<string, LucideIcon> = {
  workloads: Boxes,
  networking: Network,
  storage: Database,
  config: SlidersHorizontal,
  rbac: KeyRound,
};

type Props = { onGo?: () => void };

/** Where one can go: the fleet first, then the kinds of the cluster in scope. */
export function Sidebar({ onGo }: Props) {
  const pathname = usePathname();
  const { data } = useClusters();
  return (
    <nav aria-label="Main" className="flex flex-col gap-3 p-2">
      <div className="flex flex-col gap-px">
        <NavItem href="/dashboard" label="Overview" icon={Gauge} active={pathname === '/dashboard'} onGo={onGo} />
        <NavItem href="/clusters" label="Clusters" icon={Server} active={pathname === '/clusters'} onGo={onGo} />
      </div>
      {data && data.items.length > 0 && <ScopeNav onGo={onGo} />}
    </nav>
  );
}

function ScopeNav({ onGo }: Props) {
  const pathname = usePathname();
  const { cluster } = useScope();
  const { data } = useApiResources(cluster);
  const item = useKindItem(cluster, onGo);
  const here = (kind: Gvr) => isAt(pathname, listPath(cluster, kind));
  const custom = customGroups(data?.items ?? []);
  return (
    <div className="flex flex-col gap-px border-t pt-3">
      <ClusterSwitcher className="mb-1 in-data-[sidebar=collapsed]:sm:hidden" />
      {cluster && (
        <NavItem
          href={clusterPath(cluster)}
          label="Cluster overview"
          icon={LayoutDashboard}
          active={pathname === clusterPath(cluster)}
          onGo={onGo}
        />
      )}
      {item(nodes, Cpu)}
      {item(events, Activity)}
      {kindGroups.map((group) => (
        <NavGroup
          key={group.id}
          id={group.id}
          title={group.title}
          icon={icons[group.id]}
          folded={group.id !== 'workloads'}
          current={group.kinds.some(here)}
        >
          {group.kinds.filter((kind) => serves(data?.items, kind)).map((kind) => item(kind))}
        </NavGroup>
      ))}
      {custom.length > 0 && (
        <NavGroup
          id="custom"
          title="Custom resources"
          icon={Blocks}
          folded
          current={custom.some(([, kinds]) => kinds.some(here))}
        >
          {custom.map(([group, kinds]) => (
            <NavGroup
              key={group}
              id={`custom:${group}`}
              title={group}
              nested
              folded={custom.length > 2}
              current={kinds.some(here)}
            >
              {kinds.map((kind) => item(titled(kind)))}
            </NavGroup>
          ))}
        </NavGroup>
      )}
    </div>
  );
}

/** Whether the page is a list or an object of it. */
function isAt(pathname: string, list: string): boolean {
  return pathname === list || pathname.startsWith(`${list}/`);
}

function useKindItem(cluster: string | null, onGo?: () => void) {
  const pathname = usePathname();
  const namespace = useUi((state) => (cluster ? state.namespaces[cluster] : null));
  return (kind: KnownKind, icon?: LucideIcon) => {
    const bare = listPath(cluster, kind);
    const href = kind.namespaced ? listPath(cluster, kind, { namespace }) : bare;
    return <NavItem key={bare} href={href} label={kind.title} icon={icon} active={isAt(pathname, bare)} onGo={onGo} />;
  };
}
