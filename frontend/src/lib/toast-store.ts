import { create } from 'zustand';
import type { Level } from '@/lib/level';

export type Toast = {
  id: number;
  level: Level;
  title: string;
  detail?: string;
  action?: { label: string; run: () => void };
};

type ToastState = { toasts: Toast[]; add: (toast: Toast) => void; remove: (id: number) => void };

export const useToasts = create<ToastState>()((set) => ({
  toasts: [],
  add: (toast) => set(({ toasts }) => ({ toasts: [...toasts.slice(-3), toast] })),
  remove: (id) => set(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) })),
}));

let next = 1;

/** Says that something happened. Bad news stays until it is closed, all other goes after six seconds. */
export function toast(message: Omit<Toast, 'id'>): void {
  const id = next++;
  useToasts.getState().add({ ...message, id });
  if (message.level !== 'bad') setTimeout(() => useToasts.getState().remove(id), 6000);
}
