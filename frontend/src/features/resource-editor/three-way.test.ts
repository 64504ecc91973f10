import { expect, it } from 'vitest';
import { mergeThreeWay } from './three-way';

const base = {
  metadata: { resourceVersion: '10', labels: { app: 'web' } },
  spec: {
    replicas: 2,
    containers: [
      { name: 'web', image: 'web:1' },
      { name: 'log', image: 'log:1' },
    ],
    args: ['a'],
  },
};

function edit(change: (object: typeof base) => void): typeof base {
  const copy = structuredClone(base);
  change(copy);
  return copy;
}

it('keeps both when they changed different things', () => {
  const mine = edit((object) => {
    object.spec.replicas = 5;
  });
  const theirs = edit((object) => {
    object.metadata.resourceVersion = '11';
    object.spec.containers[1] = { name: 'log', image: 'log:2' };
  });
  const { merged, clashes } = mergeThreeWay(base, mine, theirs);
  expect(clashes).toEqual([]);
  expect(merged).toEqual({ ...theirs, spec: { ...theirs.spec, replicas: 5 } });
});

it('takes mine where both changed the same field, and names it', () => {
  const mine = edit((object) => {
    object.spec.replicas = 5;
    object.spec.args = ['a', 'b'];
  });
  const theirs = edit((object) => {
    object.spec.replicas = 7;
    object.spec.args = ['c'];
  });
  const { merged, clashes } = mergeThreeWay(base, mine, theirs);
  expect(clashes).toEqual(['spec.replicas', 'spec.args']);
  expect(merged).toEqual(mine);
});

it('merges lists of named things by name', () => {
  const mine = edit((object) => {
    object.spec.containers.push({ name: 'proxy', image: 'proxy:1' });
  });
  const theirs = edit((object) => {
    object.spec.containers.splice(0, 1);
  });
  const { merged } = mergeThreeWay(base, mine, theirs);
  expect(merged).toMatchObject({
    spec: {
      containers: [
        { name: 'log', image: 'log:1' },
        { name: 'proxy', image: 'proxy:1' },
      ],
    },
  });
});

it('lets a removal by either side stand', () => {
  const mine = edit((object) => {
    Reflect.deleteProperty(object.metadata.labels, 'app');
  });
  expect(
    mergeThreeWay(
      base,
      mine,
      edit(() => {}),
    ).merged,
  ).toEqual(mine);
  expect(
    mergeThreeWay(
      base,
      edit(() => {}),
      mine,
    ).merged,
  ).toEqual(mine);
});
