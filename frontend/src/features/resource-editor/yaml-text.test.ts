import { describe, expect, it } from 'vitest';
import { fromYaml, readable, toYaml } from './yaml-text';

const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop', annotations: { note: 'first line\nsecond line\n', port: '8080' } },
  spec: { replicas: 3, paused: false, template: { spec: { containers: [{ name: 'web', args: ['-v', ''] }] } } },
};

describe('YAML', () => {
  it('brings an object back as it was, texts that look like numbers included', () => {
    expect(fromYaml(toYaml(deployment)).object).toEqual(deployment);
  });

  it('is written as kubectl writes it', () => {
    const text = toYaml(deployment);
    expect(text).toContain('port: "8080"');
    expect(text).toContain('note: |\n');
    expect(text).toContain('      containers:\n      - name: web\n');
  });

  it('never folds a long line', () => {
    const long = `${'word '.repeat(80)}end`;
    expect(toYaml({ long })).toBe(`long: ${long}\n`);
  });

  it('says on which line it is wrong', () => {
    const { error } = fromYaml('kind: Pod\nmetadata:\n  name: [a\nspec: {}\n');
    expect(error?.line).toBeGreaterThanOrEqual(3);
    expect(error?.message).not.toContain('\n');
  });

  it.each(['- a\n- b\n', 'word', ''])('refuses what is no object: %j', (text) => {
    expect(fromYaml(text).error?.message).toMatch(/mapping/);
  });

  it('refuses a bomb of aliases', () => {
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]'];
    for (const [from, to] of ['ab', 'bc', 'cd', 'de', 'ef', 'fg']) {
      bomb.push(`${to}: &${to} [${Array(9).fill(`*${from}`).join(', ')}]`);
    }
    expect(fromYaml(bomb.join('\n')).error?.message).toMatch(/alias/i);
  });
});

it('reads from identity to status, without managedFields', () => {
  const object = {
    status: {},
    spec: {},
    metadata: { name: 'a', managedFields: [{ manager: 'kubectl' }] },
    kind: 'Pod',
  };
  expect(JSON.stringify(readable(object))).toBe('{"kind":"Pod","metadata":{"name":"a"},"spec":{},"status":{}}');
});
