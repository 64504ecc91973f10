import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { ProblemError, problemOf } from '@/lib/problem';
import { ErrorState } from './error-state';

const problem = (over: object) => new ProblemError({ ...problemOf('x'), ...over });

describe('ErrorState', () => {
  it('names the cluster whose fault it is, and retries', async () => {
    let tries = 0;
    const error = problem({
      status: 502,
      code: 'upstream-unreachable',
      detail: 'Timed out.',
      cluster: 'prod',
      requestId: 'r1',
    });
    render(<ErrorState what="the pods" error={error} onRetry={() => (tries += 1)} />);
    expect(screen.getByRole('alert')).toHaveTextContent('Cluster prod');
    expect(screen.getByRole('alert')).toHaveTextContent('Could not load the pods');
    expect(screen.getByText('r1')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Retry' }));
    expect(tries).toBe(1);
  });

  it('says who could help where permission is missing, and offers no retry', () => {
    render(<ErrorState what="the secrets" error={problem({ status: 403, code: 'forbidden' })} onRetry={() => {}} />);
    expect(screen.getByRole('alert')).toHaveTextContent('You may not see the secrets');
    expect(screen.queryByRole('button', { name: 'Retry' })).toBeNull();
  });

  it('keeps a failure of the page itself apart', () => {
    render(<ErrorState what="this page" error={new Error('boom')} />);
    expect(screen.getByRole('alert')).toHaveTextContent('Argus');
    expect(screen.getByRole('alert')).toHaveTextContent('boom');
  });
});
