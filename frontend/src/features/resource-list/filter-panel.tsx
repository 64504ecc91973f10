'use client';

import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover';
import { Select } from '@/components/ui/select';
import { type FilterAdding, FilterButton } from './add-filter';
import type { Operator } from './list-state';

const words: Record<Operator, string> = {
  '~': 'contains',
  '=': 'is',
  '!=': 'is not',
  '>': 'is more than',
  '>=': 'is at least',
  '<': 'is less than',
  '<=': 'is at most',
};

const labels = '@labels';

/** The filter once it has been asked for: it begins open. */
export function FilterPanel(props: FilterAdding) {
  const [open, setOpen] = useState(true);
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <FilterButton />
      </PopoverTrigger>
      <PopoverContent label="Add a filter" align="end" className="p-3">
        <FilterForm {...props} onDone={() => setOpen(false)} />
      </PopoverContent>
    </Popover>
  );
}

function FilterForm({ columns, labelSelector, onFilter, onLabels, onDone }: FilterAdding & { onDone: () => void }) {
  const [column, setColumn] = useState(columns[0]?.id ?? labels);
  const [operator, setOperator] = useState<Operator>('~');
  const [value, setValue] = useState('');
  const onLabel = column === labels;
  const choose = (id: string) => {
    setColumn(id);
    setValue(id === labels ? labelSelector : '');
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (onLabel) onLabels(value.trim());
    else if (value.trim()) onFilter({ column, operator, value: value.trim() });
    onDone();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      <Field label="Column">
        {(wiring) => (
          <Select {...wiring} value={column} onChange={(event) => choose(event.target.value)}>
            {columns.map(({ id, header }) => (
              <option key={id} value={id}>
                {header}
              </option>
            ))}
            <option value={labels}>Labels</option>
          </Select>
        )}
      </Field>
      {!onLabel && (
        <Field label="Condition">
          {(wiring) => (
            <Select {...wiring} value={operator} onChange={(event) => setOperator(event.target.value as Operator)}>
              {Object.entries(words).map(([sign, word]) => (
                <option key={sign} value={sign}>
                  {word}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      <Field label={onLabel ? 'Selector' : 'Value'} hint={onLabel ? 'As kubectl’s -l: app=web,tier!=db' : undefined}>
        {(wiring) => <Input {...wiring} autoFocus value={value} onChange={(event) => setValue(event.target.value)} />}
      </Field>
      <Button type="submit" variant="primary">
        {onLabel ? 'Filter by labels' : 'Add filter'}
      </Button>
    </form>
  );
}
