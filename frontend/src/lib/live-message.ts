/** As a topic's cluster: all that the user may see, those added later too. */
export const allClusters = '*';

/** What to watch: a kind in a cluster (`pods`, `apps/v1/deployments`), of one namespace, or one whole object. */
export type Topic = { cluster: string; resource: string; namespace?: string; name?: string };

/**
 * One message of the live socket. `object` is a list's row, or the whole object for topics with a name.
 * SYNCED: followed from here on, or again after an ERROR. RESYNC: something was missed, read the list again. ERROR:
 * `detail` says why; a cluster that stops answering is one too.
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

/** Whether what was read before this message may lack changes that the stream does not tell any more. */
export function startsAnew({ type }: LiveMessage): boolean {
  return type === 'SYNCED' || type === 'RESYNC';
}

/** Whether a message says that the cluster went away. */
export function isLost({ type, code }: LiveMessage): boolean {
  return type === 'ERROR' && code !== undefined && code.startsWith('upstream-');
}

export function topicKey({ cluster, resource, namespace = '', name = '' }: Topic): string {
  return [cluster, resource, namespace, name].join('|');
}

/** Whether a message answers a topic. Those about one whole object carry its name, those about lists carry none. */
export function belongs(message: LiveMessage, topic: Topic): boolean {
  if (message.resource !== topic.resource) return false;
  if (topic.cluster !== allClusters && message.cluster !== topic.cluster) return false;
  if (topic.namespace && message.namespace && message.namespace !== topic.namespace) return false;
  return (message.name ?? undefined) === topic.name;
}
