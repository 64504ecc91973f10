import Link from 'next/link';
import { type Gvr, type ObjectPlace, objectPath } from '@/lib/place';

export const nodeKind: Gvr = { group: 'core', version: 'v1', resource: 'nodes' };
export const serviceAccountKind: Gvr = { group: 'core', version: 'v1', resource: 'serviceaccounts' };

type Props = { kind: Gvr; place: ObjectPlace; children?: string };

/** The name of an object, leading to its page. */
export function ObjectLink({ kind, place, children }: Props) {
  return (
    <Link prefetch={false} href={objectPath(kind, place)} className="text-accent hover:underline">
      {children ?? place.name}
    </Link>
  );
}
