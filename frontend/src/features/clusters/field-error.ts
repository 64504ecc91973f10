import { problemOf } from '@/lib/problem';

/** What the server says about one field of a form; null when it says nothing. */
export function fieldError(error: unknown, ...fields: string[]): string | null {
  if (!error) return null;
  const found = problemOf(error).errors.filter(({ field }) =>
    fields.some((one) => field === one || field.startsWith(`${one}.`)),
  );
  return found.length > 0 ? found.map(({ message }) => message).join(' ') : null;
}

/** What is wrong beyond the named fields, as one sentence; null when the fields say it all. */
export function formError(error: unknown, ...fields: string[]): { title: string; detail: string } | null {
  if (!error || fieldError(error, ...fields)) return null;
  const { title, detail, errors } = problemOf(error);
  return {
    title,
    detail: [detail, ...errors.map(({ field, message }) => `${field}: ${message}`)].filter(Boolean).join(' '),
  };
}
