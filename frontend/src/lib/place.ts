/** Group, version and resource of a kind; the core group is `core`. */
export type Gvr = { group: string; version: string; resource: string };

/** A kind as one path part, in kubectl's notation: `pods`, `deployments.v1.apps`. */
export function kindKey({ group, version, resource }: Gvr): string {
  return group === 'core' ? resource : `${resource}.${version}.${group}`;
}

/** The kind a path part names; null when it names none. */
export function parseKindKey(key: string): Gvr | null {
  const [resource, version, ...group] = key.split('.');
  if (!resource) return null;
  if (version === undefined) return { group: 'core', version: 'v1', resource };
  return group.length > 0 ? { group: group.join('.'), version, resource } : null;
}

/** The name a kind has on the live socket: `pods`, `apps/v1/deployments`. */
export function liveName({ group, version, resource }: Gvr): string {
  return group === 'core' ? resource : `${group}/${version}/${resource}`;
}

type Query = Record<string, string | string[] | null | undefined>;

function withQuery(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) if (one) search.append(name, one);
  }
  return search.size > 0 ? `${path}?${search}` : path;
}

/** What a list page keeps in its address; names match the API's parameters. */
export type ListQuery = {
  namespace?: string | null;
  labelSelector?: string | null;
  q?: string | null;
  sort?: string | null;
  filter?: string[];
};

export function clusterPath(cluster: string): string {
  return `/clusters/${encodeURIComponent(cluster)}`;
}

/** A list of one kind: in one cluster, or over all of them when `cluster` is null. */
export function listPath(cluster: string | null, kind: Gvr, query?: ListQuery): string {
  const base = cluster === null ? '/fleet' : clusterPath(cluster);
  return withQuery(`${base}/${kindKey(kind)}`, query);
}

export type ObjectPlace = { cluster: string; namespace: string | null; name: string };

/**
 * Tells the objects of all clusters apart. A uid alone does not: one cluster can be another's copy or be added twice,
 * and objects of the metrics API have only their names.
 */
export function objectId({ cluster, uid }: { cluster: string; uid: string }): string {
  return `${cluster}/${uid}`;
}

/** One object's page; `_` stands for the namespace of objects that have none. */
export function objectPath(kind: Gvr, { cluster, namespace, name }: ObjectPlace, tab?: string): string {
  const parts = [kindKey(kind), namespace || '_', name].map(encodeURIComponent).join('/');
  return withQuery(`${clusterPath(cluster)}/${parts}`, { tab });
}

/** What an address inside a cluster names; parts that it does not have are null. */
export type Place = {
  cluster: string | null;
  kind: Gvr | null;
  namespace: string | null;
  name: string | null;
  fleet: boolean;
};

/** Reads a page's path back into the place it shows. */
export function parsePlace(pathname: string): Place {
  const [root, ...rest] = pathname.split('/').slice(1).map(decodeURIComponent);
  const fleet = root === 'fleet';
  const [cluster, key, namespace, name] = fleet ? [undefined, ...rest] : root === 'clusters' ? rest : [];
  return {
    fleet,
    cluster: cluster || null,
    kind: key ? parseKindKey(key) : null,
    namespace: namespace && namespace !== '_' ? namespace : null,
    name: name ?? null,
  };
}
