import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { cn } from '@/lib/class-name';
import { Button } from './button';

type Props = { text: string; label?: string; className?: string; children?: string };

/** Copies `text` and says so for a moment. With `children` it is a button with a word, else an icon. */
export function CopyButton({ text, label = 'Copy', className, children }: Props) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  return (
    <Button
      variant={children ? 'secondary' : 'ghost'}
      size={children ? 'sm' : 'icon-sm'}
      aria-label={copied ? 'Copied' : children ? undefined : label}
      className={cn(className)}
      onClick={copy}
    >
      {copied ? <Check className="text-ok" /> : <Copy />}
      {children && (copied ? 'Copied' : children)}
    </Button>
  );
}
