/** A valid cluster name made from a context's name: `arn:aws:eks:…:cluster/Prod_1` becomes `prod-1`. */
export function suggestedName(context: string): string {
  const last = context.split(/[/@]/).filter(Boolean).at(-1) ?? '';
  const dashed = last.toLowerCase().replace(/[^a-z0-9.-]+/g, '-');
  return dashed
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, 63)
    .replace(/[^a-z0-9]+$/, '');
}
