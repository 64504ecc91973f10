/** How soon after a change a list is read again: at once when that adds rows, later when only totals may be off. */
export const soon = 250;
export const later = 2500;
/** How long at most until a reading that failed is tried again, and until one that took long is made again. */
const [longest, breath] = [60_000, 20_000];

/** When a list is to be read again, in ms; `always` where nothing may hold it back, because it may not be true. */
export type Due = { within: number; always: boolean };

/**
 * What is known of a list's readings: what is `due`, what the one on its way was due for and since when it is, how long
 * the last one took, in ms, and how many have failed in a row.
 */
export type Rereading = { due: Due | null; taken: Due | null; since: number | null; took: number; failures: number };

export const unread: Rereading = { due: null, taken: null, since: null, took: 0, failures: 0 };

/** `at` is a moment in ms. `answers`: who failed answers again. `refused`: it failed, and another try would not help. */
export type Step =
  | { type: 'another list' | 'answers' | 'failed' | 'refused' }
  | { type: 'asked'; due: Due }
  | { type: 'began' | 'continued' | 'read'; at: number };

function sooner(now: Due | null, next: Due): Due {
  if (!now) return next;
  const due = { within: Math.min(now.within, next.within), always: now.always || next.always };
  return due.within === now.within && due.always === now.always ? now : due;
}

export function reread(state: Rereading, step: Step): Rereading {
  const { due, taken, since, failures } = state;
  switch (step.type) {
    case 'another list':
      return unread;
    case 'answers':
      return failures === 0 ? state : { ...state, failures: 0 };
    case 'asked': {
      const next = sooner(due, step.due);
      return next === due ? state : { ...state, due: next };
    }
    case 'began':
      return { ...state, due: null, taken: due, since: step.at };
    case 'continued':
      return { ...state, since: step.at };
    case 'read':
      return { due, taken: null, since: null, took: since === null ? 0 : step.at - since, failures: 0 };
    case 'refused':
      return { ...state, taken: null, since: null, failures: failures + 1 };
    case 'failed': {
      const again = sooner(due, taken ?? { within: later, always: true });
      return { ...state, due: again, taken: null, since: null, failures: failures + 1 };
    }
  }
}

/**
 * How long to wait, in ms, until the list is read again; null for not at all. `held`: by the reader, or because it is
 * long; `poll`: how often it is read without being asked. A list that takes long, or fails, is read the less often.
 */
export function pauseOf({ due, took, failures }: Rereading, held: boolean, poll: number | null): number | null {
  const within = due?.always ? due.within : held ? null : (due?.within ?? poll);
  if (within === null) return null;
  return Math.max(within, Math.min(took, breath), failures > 0 ? Math.min(longest, later * 2 ** (failures - 1)) : 0);
}
