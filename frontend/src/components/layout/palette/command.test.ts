import { describe, expect, it } from 'vitest';
import { type Command, matching } from './command';

const command = (group: string, label: string, words = ''): Command => ({
  id: label,
  group,
  label,
  words,
  run: () => {},
});
const all = [
  command('Clusters', 'prod-pods'),
  command('Kinds', 'PodDisruptionBudgets'),
  command('Kinds', 'Pods'),
  command('Kinds', 'Deployments', 'deploy'),
  command('Pages', 'Overview', 'dashboard home'),
];
const labels = (text: string, perGroup = 5) => matching(all, text, perGroup).map(({ label }) => label);

describe('matching', () => {
  it('keeps the groups in order and puts the best of each first', () => {
    expect(labels('pods')).toEqual(['prod-pods', 'Pods']);
    expect(labels('pod')).toEqual(['prod-pods', 'PodDisruptionBudgets', 'Pods']);
  });

  it('finds by other words', () => {
    expect(labels('home')).toEqual(['Overview']);
  });

  it('shows some of everything before anything is typed', () => {
    expect(labels('', 1)).toEqual(['prod-pods', 'PodDisruptionBudgets', 'Overview']);
  });
});
