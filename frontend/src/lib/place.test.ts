import { describe, expect, it } from 'vitest';
import { kindKey, listPath, liveName, objectPath, parseKindKey, parsePlace } from './place';
import { switchedPath } from './scope';

const pods = { group: 'core', version: 'v1', resource: 'pods' };
const services = { group: 'networking.istio.io', version: 'v1', resource: 'virtualservices' };

describe('kinds in addresses', () => {
  it('are written as kubectl does and read back', () => {
    expect(kindKey(pods)).toBe('pods');
    expect(kindKey(services)).toBe('virtualservices.v1.networking.istio.io');
    expect([pods, services].map(kindKey).map(parseKindKey)).toEqual([pods, services]);
  });

  it('refuse what is no kind', () => {
    expect(parseKindKey('')).toBeNull();
    expect(parseKindKey('deployments.v1')).toBeNull();
  });

  it('have their name on the live socket', () => {
    expect([pods, services].map(liveName)).toEqual(['pods', 'networking.istio.io/v1/virtualservices']);
  });
});

describe('paths', () => {
  it('hold the state of a list', () => {
    expect(listPath('c1', pods, { namespace: 'shop', q: null, filter: ['health=bad', 'Status=Running'] })).toBe(
      '/clusters/c1/pods?namespace=shop&filter=health%3Dbad&filter=Status%3DRunning',
    );
    expect(listPath(null, pods)).toBe('/fleet/pods');
  });

  it('lead to objects with and without a namespace', () => {
    expect(objectPath(pods, { cluster: 'c1', namespace: 'shop', name: 'web-1' }, 'logs')).toBe(
      '/clusters/c1/pods/shop/web-1?tab=logs',
    );
    const role = { group: 'rbac.authorization.k8s.io', version: 'v1', resource: 'clusterroles' };
    const path = objectPath(role, { cluster: 'c1', namespace: '', name: 'system:node' });
    expect(parsePlace(path)).toEqual({ fleet: false, cluster: 'c1', kind: role, namespace: null, name: 'system:node' });
  });

  it('keep what they can when the cluster is switched', () => {
    expect(switchedPath(parsePlace('/clusters/c1/pods/shop/web-1'), 'c2', null)).toBe(
      '/clusters/c2/pods?namespace=shop',
    );
    expect(switchedPath(parsePlace('/clusters/c1/pods'), null, 'shop')).toBe('/fleet/pods?namespace=shop');
    expect(switchedPath(parsePlace('/clusters/c1'), null, null)).toBe('/dashboard');
    expect(switchedPath(parsePlace('/dashboard'), 'c2', null)).toBe('/clusters/c2');
  });
});
