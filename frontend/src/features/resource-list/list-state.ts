/** Comparisons that a column filter may use, the longer first so that parsing never stops at half a sign. */
export const operators = ['!=', '>=', '<=', '=', '~', '>', '<'] as const;
export type Operator = (typeof operators)[number];
export type ColumnFilter = { column: string; operator: Operator; value: string };

/** Everything a list page keeps in its address. */
export type ListState = {
  namespace: string;
  labelSelector: string;
  q: string;
  sort: string;
  filters: ColumnFilter[];
  /** Names of the columns to show; null for the kind's default. */
  columns: string[] | null;
};

export const emptyState: ListState = { namespace: '', labelSelector: '', q: '', sort: '', filters: [], columns: null };

/** `Status=Running` as its parts; null when it has no operator or no column. */
export function parseFilter(text: string): ColumnFilter | null {
  const at = text.search(/[!=~<>]/);
  if (at < 1) return null;
  const rest = text.slice(at);
  const operator = operators.find((one) => rest.startsWith(one));
  return operator ? { column: text.slice(0, at), operator, value: rest.slice(operator.length) } : null;
}

export function formatFilter({ column, operator, value }: ColumnFilter): string {
  return column + operator + value;
}

type Params = Pick<URLSearchParams, 'get' | 'getAll'>;

export function readState(params: Params): ListState {
  const columns = params.get('columns');
  return {
    namespace: params.get('namespace') ?? '',
    labelSelector: params.get('labelSelector') ?? '',
    q: params.get('q') ?? '',
    sort: params.get('sort') ?? '',
    filters: params.getAll('filter').flatMap((text) => parseFilter(text) ?? []),
    columns: columns ? columns.split(',').filter(Boolean) : null,
  };
}

/** The address's query for a state; what is at its default is left out. */
export function writeState(state: ListState): string {
  const params = new URLSearchParams();
  for (const name of ['namespace', 'labelSelector', 'q', 'sort'] as const) {
    if (state[name]) params.set(name, state[name]);
  }
  for (const filter of state.filters) params.append('filter', formatFilter(filter));
  if (state.columns) params.set('columns', state.columns.join(','));
  return params.toString();
}

export type ApiListQuery = {
  namespace?: string;
  labelSelector?: string;
  q?: string;
  sort?: string;
  filter?: string[];
  limit: number;
};

/** The same as parameters of the API. Columns are the page's own affair and leave the request alone. */
export function toApiQuery(state: ListState, limit: number): ApiListQuery {
  return {
    namespace: state.namespace || undefined,
    labelSelector: state.labelSelector || undefined,
    q: state.q || undefined,
    sort: state.sort || undefined,
    filter: state.filters.length > 0 ? state.filters.map(formatFilter) : undefined,
    limit,
  };
}

/** Puts a filter in place of those on the same column with the same operator; an empty value takes them away. */
export function withFilter(filters: ColumnFilter[], next: ColumnFilter): ColumnFilter[] {
  const others = filters.filter((one) => one.column !== next.column || one.operator !== next.operator);
  return next.value ? [...others, next] : others;
}

/** Whether anything narrows the list, so that "nothing found" can offer to clear it. */
export function isNarrowed(state: ListState): boolean {
  return Boolean(state.q || state.labelSelector || state.namespace || state.filters.length > 0);
}
