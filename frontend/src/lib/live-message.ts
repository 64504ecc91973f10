/** What to watch: a kind in a cluster (`pods`, `apps/v1/deployments`), of one namespace, or one whole object. */
export type Topic = { cluster: string; resource: string; namespace?: string; name?: string };

/**
 * One message of the live socket. `object` is a list's row, or the whole object for topics with a name;
 * null for SYNCED, RESYNC (missed some: read again) and ERROR (`detail` says why).
 */
export type LiveMessage = {
  type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'SYNCED' | 'RESYNC' | 'ERROR';
  cluster: string;
  resource: string;
  namespace?: string | null;
  name?: string | null;
  object?: unknown;
  code?: string;
  detail?: string;
};

export function topicKey({ cluster, resource, namespace = '', name = '' }: Topic): string {
  return [cluster, resource, namespace, name].join('|');
}

/** Rows have `cells`, whole objects have `metadata`: one socket carries both for the same kind. */
function isRow(object: object): boolean {
  return 'cells' in object;
}

function nameOf(object: object): unknown {
  const metadata = 'metadata' in object ? object.metadata : undefined;
  return typeof metadata === 'object' && metadata !== null && 'name' in metadata ? metadata.name : undefined;
}

/** Whether a message answers a topic. */
export function belongs(message: LiveMessage, topic: Topic): boolean {
  if (message.resource !== topic.resource || message.cluster !== topic.cluster) return false;
  if (topic.namespace && message.namespace && message.namespace !== topic.namespace) return false;
  const { object } = message;
  if (typeof object !== 'object' || object === null) return !message.name || message.name === topic.name;
  return topic.name === undefined ? isRow(object) : !isRow(object) && nameOf(object) === topic.name;
}
