import { expect, it } from 'vitest';
import { at, listAt, numberAt, objectsAt, recordAt, textAt, textsAt } from './kube-object';

const pod = {
  metadata: { name: 'web', labels: { app: 'web' } },
  spec: { containers: [{ name: 'a' }, 'odd', { name: 'b' }], replicas: 0 },
};

it('reaches into what is there', () => {
  expect(at(pod, 'spec', 'containers', 2, 'name')).toBe('b');
  expect(textAt(pod, 'metadata', 'name')).toBe('web');
  expect(numberAt(pod, 'spec', 'replicas')).toBe(0);
  expect(textsAt(pod, 'metadata', 'labels')).toEqual({ app: 'web' });
  expect(objectsAt(pod, 'spec', 'containers')).toHaveLength(2);
});

it('finds nothing where nothing is, without throwing', () => {
  expect(at(null, 'a', 'b')).toBeUndefined();
  expect(at('text', 'length')).toBeUndefined();
  expect(textAt(pod, 'spec', 'nodeName')).toBe('');
  expect(numberAt(pod, 'metadata', 'name')).toBeNull();
  expect(listAt(pod, 'metadata', 'name')).toEqual([]);
  expect(recordAt(pod, 'spec', 'containers')).toEqual({});
});
