import { Upload } from 'lucide-react';
import { type DragEvent, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Textarea } from '@/components/ui/input';
import { cn } from '@/lib/class-name';

const limit = 1024 * 1024;

type Props = {
  label: string;
  hint: string;
  value: string;
  onChange: (text: string) => void;
  error: string | null;
  rows?: number;
};

/** A kubeconfig, pasted, dropped or chosen as a file. The text is read in the browser. */
export function KubeconfigField({ label, hint, value, onChange, error, rows = 7 }: Props) {
  const [over, setOver] = useState(false);
  const [tooLarge, setTooLarge] = useState(false);
  const file = useRef<HTMLInputElement>(null);
  const read = async (chosen: File | undefined) => {
    if (!chosen) return;
    setTooLarge(chosen.size > limit);
    if (chosen.size <= limit) onChange(await chosen.text());
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void read(event.dataTransfer.files[0]);
  };
  return (
    <Field
      label={label}
      hint={hint}
      error={tooLarge ? 'The file is larger than 1 MiB; it is not a kubeconfig.' : error}
    >
      {(wiring) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra; the button below does the same by keyboard
        <div
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={drop}
          className={cn('relative rounded-md', over && 'outline-2 outline-accent outline-dashed outline-offset-2')}
        >
          <Textarea
            {...wiring}
            rows={rows}
            spellCheck={false}
            autoComplete="off"
            value={value}
            placeholder="Paste here, or drop the file"
            onChange={(event) => onChange(event.target.value)}
            className="resize-y font-mono text-xs"
          />
          <input ref={file} type="file" hidden onChange={(event) => read(event.target.files?.[0])} />
          <Button size="sm" onClick={() => file.current?.click()} className="absolute right-2 bottom-2">
            <Upload />
            Choose file
          </Button>
        </div>
      )}
    </Field>
  );
}
