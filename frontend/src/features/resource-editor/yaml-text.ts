import { parseDocument, stringify } from 'yaml';
import { isObject, type KubeObject } from '@/lib/kube-object';

export type YamlResult = { object: KubeObject; error: null } | { object: null; error: YamlError };
export type YamlError = { message: string; line: number | null };

/**
 * The object as people read it: apiVersion, kind and metadata first, status last, and without the bookkeeping of
 * field owners, which nobody edits by hand.
 */
export function readable({ apiVersion, kind, metadata, status, ...rest }: KubeObject): KubeObject {
  const { managedFields: _, ...kept } = isObject(metadata) ? metadata : {};
  const object = { apiVersion, kind, metadata: kept, ...rest, status };
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}

/** An object as YAML in the manner of kubectl: no line folding, no aliases, multi-line texts as blocks. */
export function toYaml(value: unknown): string {
  return stringify(value, { lineWidth: 0, aliasDuplicateObjects: false, indentSeq: false });
}

/** Reads one YAML document that must be an object; says where it is wrong otherwise. */
export function fromYaml(text: string): YamlResult {
  const document = parseDocument(text, { prettyErrors: true });
  const [first] = document.errors;
  if (first) return failure(first.message.split('\n')[0] ?? first.message, first.linePos?.[0].line ?? null);
  const value = plain(document);
  if (value instanceof Error) return failure(value.message, null);
  if (!isObject(value)) return failure('A Kubernetes object is a mapping with apiVersion, kind and metadata.', 1);
  return { object: value, error: null };
}

/** Anchors that multiply past the limit throw while they are resolved. */
function plain(document: ReturnType<typeof parseDocument>): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function failure(message: string, line: number | null): YamlResult {
  return { object: null, error: { message: message.replace(/ at line \d+, column \d+:?$/, ''), line } };
}
