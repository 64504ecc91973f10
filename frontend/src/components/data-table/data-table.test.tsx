import { act, fireEvent, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { shortcuts } from '@/lib/shortcut';
import { useUi } from '@/lib/ui-store';
import type { DataColumn } from './column';
import { ColumnChooser } from './column-chooser';
import { DataTable, type DataTableProps } from './data-table';

type Pod = { id: string; name: string; status: string; node: string };

const columns: DataColumn<Pod>[] = [
  { id: 'Name', header: 'Name', fixed: true, sortable: true, render: (pod) => pod.name },
  { id: 'Status', header: 'Status', sortable: true, value: (pod) => pod.status, render: (pod) => pod.status },
  { id: 'Node', header: 'Node', hidden: true, render: (pod) => pod.node },
];
const many = Array.from(
  { length: 5000 },
  (_, at): Pod => ({ id: `u${at}`, name: `web-${at}`, status: 'Running', node: 'n1' }),
);
const keyOf = (pod: Pod) => pod.id;

function Table(props: Partial<DataTableProps<Pod>>) {
  return <DataTable id="test" label="Pods" columns={columns} rows={many} rowKey={keyOf} {...props} />;
}

function Selectable({ onChange }: { onChange: (keys: string[]) => void }) {
  const [selection, setSelection] = useState<ReadonlySet<string>>(new Set());
  const change = (next: Set<string>) => {
    setSelection(next);
    onChange([...next]);
  };
  return <Table rows={many.slice(0, 5)} selection={selection} onSelection={change} />;
}

beforeEach(() => window.addEventListener('keydown', shortcuts.handle));

afterEach(() => {
  window.removeEventListener('keydown', shortcuts.handle);
  useUi.setState({ columns: {} });
});

const grid = () => screen.getByRole('grid', { name: 'Pods' });
const activeRow = () => document.getElementById(grid().getAttribute('aria-activedescendant') ?? '');

beforeEach(() => window.history.replaceState(null, ''));

describe('DataTable', () => {
  it('draws only the rows that can be seen and says how many there are', () => {
    render(<Table total={9000} />);
    expect(screen.getAllByRole('row').length).toBeLessThan(60);
    expect(screen.getByText('web-0')).toBeInTheDocument();
    expect(screen.queryByText('web-4000')).toBeNull();
    expect(grid()).toHaveAttribute('aria-rowcount', '9001');
  });

  it('asks for ascending, descending and no order in turn', async () => {
    const asked: (string | null)[] = [];
    const { rerender } = render(<Table onSort={(sort) => asked.push(sort)} />);
    for (const sort of ['Status', '-Status']) {
      await userEvent.click(screen.getByRole('button', { name: 'Status' }));
      rerender(<Table sort={sort} onSort={(next) => asked.push(next)} />);
    }
    expect(screen.getByRole('columnheader', { name: 'Status' })).toHaveAttribute('aria-sort', 'descending');
    await userEvent.click(screen.getByRole('button', { name: 'Status' }));
    expect(asked).toEqual(['Status', '-Status', null]);
  });

  it('moves with j and k, opens with Enter and previews with Space', async () => {
    const opened: string[] = [];
    render(
      <Table
        onOpen={(pod) => opened.push(`open ${pod.name}`)}
        onPreview={(pod) => opened.push(`preview ${pod.name}`)}
      />,
    );
    await userEvent.keyboard('jjj');
    expect(activeRow()).toHaveTextContent('web-2');
    await userEvent.keyboard('k{Enter} {ArrowDown}{Enter}');
    expect(opened).toEqual(['open web-1', 'preview web-1', 'open web-2']);
  });

  it('keeps the active row when others come before it', async () => {
    const { rerender } = render(<Table />);
    await userEvent.keyboard('jj');
    rerender(<Table rows={[{ id: 'new', name: 'new', status: 'Pending', node: '' }, ...many]} />);
    expect(activeRow()).toHaveTextContent('web-1');
  });

  it('selects by key, by range and all', async () => {
    let last: string[] = [];
    render(<Selectable onChange={(keys) => (last = keys)} />);
    await userEvent.keyboard('jx');
    expect(last).toEqual(['u0']);
    const boxes = screen.getAllByRole('checkbox', { name: 'Select row' });
    fireEvent.click(boxes[3] ?? document.body, { shiftKey: true });
    expect(last).toEqual(['u0', 'u1', 'u2', 'u3']);
    await userEvent.click(screen.getByRole('checkbox', { name: 'Select all rows shown' }));
    expect(last).toHaveLength(5);
    act(() => grid().focus());
    await userEvent.keyboard('{Escape}');
    expect(last).toEqual([]);
  });

  it('flashes a cell whose value changes, and no other', () => {
    const rows = many.slice(0, 3);
    const { container, rerender } = render(<Table rows={rows} />);
    expect(container.querySelectorAll('[data-flash]')).toHaveLength(0);
    rerender(<Table rows={rows.map((pod, at) => (at === 1 ? { ...pod, status: 'Failed' } : pod))} />);
    const flashed = container.querySelectorAll('[data-flash]');
    expect(flashed).toHaveLength(1);
    expect(flashed[0]).toHaveTextContent('Failed');
  });

  it('shows skeletons while it loads and the reason when there is nothing', () => {
    const { rerender } = render(<Table rows={[]} loading empty="No pods in shop" />);
    expect(grid()).toHaveAttribute('aria-busy', 'true');
    expect(screen.queryByText('No pods in shop')).toBeNull();
    rerender(<Table rows={[]} empty="No pods in shop" />);
    expect(screen.getByText('No pods in shop')).toBeInTheDocument();
  });

  it('says when its last row is in view', () => {
    let ends = 0;
    render(<Table rows={many.slice(0, 3)} onEnd={() => (ends += 1)} />);
    expect(ends).toBe(1);
  });

  it('says so again when its rows were read anew', () => {
    let ends = 0;
    const onEnd = () => {
      ends += 1;
    };
    const { rerender } = render(<Table rows={many.slice(0, 3)} onEnd={onEnd} />);
    rerender(<Table rows={many.slice(0, 3)} onEnd={onEnd} />);
    expect(ends).toBe(2);
  });

  it('shows a chosen column and forgets it on reset', async () => {
    render(
      <>
        <ColumnChooser table="test" columns={columns} />
        <Table rows={many.slice(0, 2)} />
      </>,
    );
    const header = (name: string) => within(grid()).queryByRole('columnheader', { name });
    expect(header('Node')).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Columns' }));
    await userEvent.click(await screen.findByRole('menuitemcheckbox', { name: 'Node' }));
    expect(useUi.getState().columns.test).toEqual({ Node: true });
    expect(screen.getByRole('menuitemcheckbox', { name: 'Name' })).toHaveAttribute('aria-disabled', 'true');
    await userEvent.click(screen.getByRole('menuitem', { name: 'Reset to default' }));
    expect(header('Node')).toBeNull();
  });
});
