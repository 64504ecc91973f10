import { expect, it } from 'vitest';
import { consequences } from './consequence';

const owned = (kind: string, name: string) => ({ metadata: { ownerReferences: [{ kind, name, controller: true }] } });
const pods = { group: 'core', resource: 'pods' };

it('says which pods come back and which do not', () => {
  const objects = [owned('ReplicaSet', 'web-7887'), owned('ReplicaSet', 'web-7887'), { metadata: {} }];
  expect(consequences(pods, objects)).toEqual(['2 will be recreated by ReplicaSet web-7887', '1 will be gone']);
});

it('promises nothing about the pods of a job', () => {
  expect(consequences(pods, [owned('Job', 'backup')])).toEqual(['1 may be run again by Job backup']);
});

it('says what goes along', () => {
  expect(consequences({ group: 'core', resource: 'namespaces' }, [{ metadata: {} }])).toEqual([
    '1 will be gone',
    'everything inside it goes with it',
  ]);
});

it('does not count an owner that is no controller', () => {
  const object = { metadata: { ownerReferences: [{ kind: 'Node', name: 'n1' }] } };
  expect(consequences(pods, [object, null])).toEqual(['2 will be gone']);
});
