import type { ContextOutput } from '@argus/sdk';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { apiServer } from '@/testing/api-server';
import { renderPage } from '@/testing/render-page';
import { AddCluster } from './add-cluster';

const server = apiServer();
const context = (name: string, over: Partial<ContextOutput> = {}): ContextOutput => ({
  name,
  cluster: name,
  user: 'admin',
  namespace: null,
  server: 'https://10.0.0.5:6443',
  current: false,
  problem: null,
  ...over,
});
const refused = (field: string, message: string) => ({
  status: 422,
  body: { title: 'Cannot be used', status: 422, code: 'unprocessable', detail: 'No.', errors: [{ field, message }] },
});
let closed: number;

function open() {
  closed = 0;
  renderPage(<AddCluster onClose={() => (closed += 1)} />);
}

function paste(text: string) {
  fireEvent.change(screen.getByRole('textbox', { name: 'Kubeconfig' }), { target: { value: text } });
}

const add = () => screen.getByRole('button', { name: /^Add / });

beforeEach(() => {
  server.on('POST /api/kubeconfig/contexts', {
    body: {
      contexts: [
        context('aws', { current: true, problem: 'It signs in with an exec plugin.' }),
        context('Shop_1'),
        context('other'),
      ],
    },
  });
});

describe('AddCluster', () => {
  it('chooses a usable context, names the cluster after it and adds it', async () => {
    server.on('POST /api/clusters', ({ body }) => ({ status: 201, body: { ...(body as object), id: 'c9' } }));
    open();
    paste('apiVersion: v1');
    expect(await screen.findByRole('radio', { name: /Shop_1/ })).toBeChecked();
    expect(screen.getByRole('radio', { name: /aws/ })).toBeDisabled();
    expect(screen.getByLabelText('Name')).toHaveValue('shop-1');
    await userEvent.type(screen.getByLabelText('Labels'), 'env=prod');
    await userEvent.click(add());
    await waitFor(() => expect(closed).toBe(1));
    expect(server.calls.find(({ path }) => path === '/api/clusters')?.body).toEqual({
      name: 'shop-1',
      kubeconfig: 'apiVersion: v1',
      context: 'Shop_1',
      labels: { env: 'prod' },
      insecureSkipTlsVerify: false,
    });
    expect(screen.getByText('Added shop-1')).toBeInTheDocument();
  });

  it('says beside the kubeconfig why it cannot be read, and offers nothing to add', async () => {
    server.on('POST /api/kubeconfig/contexts', refused('kubeconfig', 'This is not YAML.'));
    open();
    paste('{{');
    expect(await screen.findByText('This is not YAML.')).toBeInTheDocument();
    expect(add()).toBeDisabled();
  });

  it('says beside the name that it is taken, and keeps what was typed', async () => {
    server.on('POST /api/clusters', refused('name', 'A cluster has this name.'));
    open();
    paste('apiVersion: v1');
    await screen.findByRole('radio', { name: /Shop_1/ });
    await userEvent.click(add());
    expect(await screen.findByText('A cluster has this name.')).toBeInTheDocument();
    expect(screen.getByLabelText('Name')).toHaveAttribute('aria-invalid', 'true');
    expect(closed).toBe(0);
  });

  it('tests the connection without keeping anything', async () => {
    const status = { phase: 'connected', reason: '', since: '2026-01-01T00:00:00Z' };
    server.on('POST /api/kubeconfig/test', { body: { status, version: 'v1.36.3', nodeCount: 3, latencyMs: 31 } });
    open();
    paste('apiVersion: v1');
    await screen.findByRole('radio', { name: /Shop_1/ });
    await userEvent.click(screen.getByRole('button', { name: 'Test connection' }));
    expect(await screen.findByText('Kubernetes v1.36.3 · 3 nodes · 31 ms')).toBeInTheDocument();
    expect(server.calls.some(({ path }) => path === '/api/clusters')).toBe(false);
  });

  it('shows how to connect a cluster that signs in with a program', async () => {
    server.on('GET /api/kubeconfig/manifest', { body: { manifest: 'kind: ServiceAccount', command: 'kubectl apply' } });
    open();
    await userEvent.click(screen.getByRole('button', { name: 'EKS, GKE, AKS…' }));
    expect(await screen.findByText('kind: ServiceAccount')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Back to the kubeconfig' }));
    expect(screen.getByRole('textbox', { name: 'Kubeconfig' })).toBeInTheDocument();
  });
});
