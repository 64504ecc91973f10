export type Labels = Record<string, string>;

/** Labels as one writes them: `env=prod, region=eu`. */
export function formatLabels(labels: Labels): string {
  return Object.entries(labels)
    .map(([name, value]) => (value ? `${name}=${value}` : name))
    .join(', ');
}

/** Reads labels back, separated by commas or spaces; a string says what is wrong with them. */
export function parseLabels(text: string): Labels | string {
  const labels: Labels = {};
  for (const part of text.split(/[\s,]+/).filter(Boolean)) {
    const [name = '', value = '', ...more] = part.split('=');
    if (!name || more.length > 0) return `“${part}” is not a label; write name=value.`;
    if (name in labels) return `“${name}” is given twice.`;
    labels[name] = value;
  }
  return labels;
}
