'use client';

import { ChevronRight } from 'lucide-react';
import Link from 'next/link';
import { usePathname, useSearchParams } from 'next/navigation';
import { Fragment, type ReactNode } from 'react';
import { useCluster } from '@/lib/cluster-query';
import { kindTitle, knownKind } from '@/lib/kind';
import { clusterPath, listPath, type Place, parsePlace } from '@/lib/place';
import { Logo } from './logo';
import { NamespaceSwitcher } from './namespace-switcher';

const crumb = 'truncate rounded-sm px-1 text-text-2 hover:text-text';

function Crumb({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} prefetch={false} className={crumb}>
      {children}
    </Link>
  );
}

function Here({ children }: { children: ReactNode }) {
  return (
    <span aria-current="page" className="truncate px-1 font-medium text-text">
      {children}
    </span>
  );
}

function usePlaceCrumbs(place: Place): [id: string, node: ReactNode][] {
  const cluster = useCluster(place.cluster);
  const namespace = useSearchParams().get('namespace');
  const { kind, name } = place;
  const crumbs: [string, ReactNode][] = [];
  const clusterName = cluster?.name ?? place.cluster;
  if (place.fleet)
    crumbs.push([
      'fleet',
      <Crumb key="fleet" href="/dashboard">
        All clusters
      </Crumb>,
    ]);
  else
    crumbs.push([
      'clusters',
      <Crumb key="clusters" href="/clusters">
        Clusters
      </Crumb>,
    ]);
  if (place.cluster && !kind) crumbs.push(['cluster', <Here key="cluster">{clusterName}</Here>]);
  if (place.cluster && kind)
    crumbs.push([
      'cluster',
      <Crumb key="c" href={clusterPath(place.cluster)}>
        {clusterName}
      </Crumb>,
    ]);
  if (place.cluster && kind && knownKind(kind)?.namespaced !== false && (place.namespace || (namespace && !name)))
    crumbs.push([
      'namespace',
      <NamespaceSwitcher key="n" cluster={place.cluster} place={place} className="-mx-1 max-md:hidden" />,
    ]);
  if (kind && name) {
    const href = listPath(place.cluster, kind, { namespace: place.namespace ?? namespace });
    crumbs.push(
      [
        'kind',
        <Crumb key="k" href={href}>
          {kindTitle(kind)}
        </Crumb>,
      ],
      ['name', <Here key="o">{name}</Here>],
    );
  } else if (kind) crumbs.push(['kind', <Here key="k">{kindTitle(kind)}</Here>]);
  return crumbs;
}

const titles: Record<string, string> = { '/dashboard': 'Overview', '/clusters': 'Clusters' };

/** The location: every part a link, the namespace a switcher. A phone shows its last two parts. */
export function Breadcrumbs() {
  const pathname = usePathname();
  const inPlace = usePlaceCrumbs(parsePlace(pathname));
  const title = titles[pathname];
  const crumbs: [string, ReactNode][] = title ? [['page', <Here key="page">{title}</Here>]] : inPlace;
  return (
    <nav aria-label="Location" className="flex min-w-0 flex-1 items-center gap-0.5 text-sm">
      <Link
        href="/dashboard"
        prefetch={false}
        className="flex items-center gap-2 rounded-sm px-1 font-semibold max-md:hidden"
      >
        <Logo className="size-5" />
        Argus
      </Link>
      {crumbs.map(([id, node], index) => (
        <Fragment key={id}>
          <ChevronRight
            aria-hidden
            className={
              index === 0 || index < crumbs.length - 1
                ? 'size-3.5 shrink-0 text-text-3 max-md:hidden'
                : 'size-3.5 shrink-0 text-text-3'
            }
          />
          <span className={index < crumbs.length - 2 ? 'flex min-w-0 max-md:hidden' : 'flex min-w-0'}>{node}</span>
        </Fragment>
      ))}
    </nav>
  );
}
