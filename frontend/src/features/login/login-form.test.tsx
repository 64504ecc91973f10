import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { useSession } from '@/lib/session-store';
import { apiServer } from '@/testing/api-server';
import { renderPage } from '@/testing/render-page';
import { LoginForm } from './login-form';

const server = apiServer();
const user = { id: 'u1', email: 'ada@argus.test', name: 'Ada', grants: [] };

async function signIn(password = 'wrong') {
  await userEvent.type(screen.getByLabelText('E-mail'), ' ada@argus.test ');
  await userEvent.type(screen.getByLabelText('Password'), password);
  await userEvent.click(screen.getByRole('button', { name: 'Sign in' }));
}

describe('LoginForm', () => {
  it('signs in and goes where one was going', async () => {
    server.on('POST /api/auth/login', {
      body: { access_token: 'a', token_type: 'Bearer', expires_in: 900, refresh_token: 'r', user },
    });
    const { visited } = renderPage(<LoginForm next="/clusters?q=a" />);
    await signIn('right');
    await waitFor(() => expect(visited).toEqual(['/clusters?q=a']));
    expect(server.calls[0]?.body).toEqual({ email: 'ada@argus.test', password: 'right' });
    expect(useSession.getState().user?.name).toBe('Ada');
  });

  it('says that the password is wrong and selects it for another try', async () => {
    server.on('POST /api/auth/login', {
      status: 401,
      body: { title: 'Not signed in', status: 401, code: 'x', detail: 'd' },
    });
    renderPage(<LoginForm next="/dashboard" />);
    await signIn();
    expect(await screen.findByRole('alert')).toHaveTextContent('E-mail or password is wrong');
    const field = screen.getByLabelText<HTMLInputElement>('Password');
    expect(document.activeElement).toBe(field);
    expect(field.selectionEnd).toBe('wrong'.length);
  });

  it('counts down the pause after too many attempts', async () => {
    server.on('POST /api/auth/login', { status: 429, headers: { 'retry-after': '30' } });
    renderPage(<LoginForm next="/dashboard" />);
    await signIn();
    expect(await screen.findByRole('alert')).toHaveTextContent(/Too many attempts.*Try again in (30|29) s/);
  });

  it('says that the service is away, with the request id', async () => {
    server.on('POST /api/auth/login', { status: 503, headers: { 'x-request-id': 'r-7' } });
    renderPage(<LoginForm next="/dashboard" />);
    await signIn();
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('Argus does not answer');
    expect(alert).toHaveTextContent('r-7');
  });
});
