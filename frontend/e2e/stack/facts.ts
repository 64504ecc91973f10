/** A cluster of the tests, as Argus and as kubectl know it. */
export type Cluster = { id: string; name: string; kubeconfig: string };

/** What the tests need to know of the stack that runs for them. */
export type Facts = {
  dashboard: string;
  /** The API itself, which the browser reaches only through the dashboard. */
  api: string;
  /** Where parts of the stack are stopped and started, see stack.py. */
  control: string;
  kubectl: string;
  /** For `argus`, the command. */
  argusHome: string;
  python: string;
  admin: { email: string; password: string };
  /** `steady` stays up; `frail` is taken away and given back. */
  clusters: { steady: Cluster; frail: Cluster };
};

const variable = 'ARGUS_E2E';

/** The setup leaves the facts to the processes that run the tests. */
export function leaveFacts(facts: Facts) {
  process.env[variable] = JSON.stringify(facts);
}

let read: Facts | undefined;

export function facts(): Facts {
  read ??= JSON.parse(process.env[variable] ?? '') as Facts;
  return read;
}
