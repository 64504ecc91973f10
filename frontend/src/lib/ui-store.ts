import { create } from 'zustand';
import { persist } from 'zustand/middleware';

export type Theme = 'system' | 'light' | 'dark';
export type Density = 'normal' | 'compact';

type UiState = {
  theme: Theme;
  density: Density;
  collapsed: boolean;
  /** Groups of the sidebar that are folded, by id. */
  folded: Record<string, boolean>;
  /** The namespace last chosen in each cluster; missing means all of them. */
  namespaces: Record<string, string>;
  /** Columns shown or hidden against their default, by table. */
  columns: Record<string, Record<string, boolean>>;
  lastCluster: string | null;
  setTheme: (theme: Theme) => void;
  setDensity: (density: Density) => void;
  toggleSidebar: () => void;
  fold: (id: string, folded: boolean) => void;
  setNamespace: (cluster: string, namespace: string | null) => void;
  setColumns: (table: string, columns: Record<string, boolean>) => void;
  setLastCluster: (cluster: string) => void;
};

/** The interface's own state. It is kept in the browser and read back by `useRestoredUi` after the first paint. */
export const useUi = create<UiState>()(
  persist(
    (set) => ({
      theme: 'system',
      density: 'normal',
      collapsed: false,
      folded: {},
      namespaces: {},
      columns: {},
      lastCluster: null,
      setTheme: (theme) => set({ theme }),
      setDensity: (density) => set({ density }),
      toggleSidebar: () => set(({ collapsed }) => ({ collapsed: !collapsed })),
      fold: (id, folded) => set((state) => ({ folded: { ...state.folded, [id]: folded } })),
      setNamespace: (cluster, namespace) =>
        set(({ namespaces }) => ({ namespaces: { ...namespaces, [cluster]: namespace ?? '' } })),
      setColumns: (table, columns) => set((state) => ({ columns: { ...state.columns, [table]: columns } })),
      setLastCluster: (lastCluster) => set({ lastCluster }),
    }),
    { name: 'argus-ui', version: 1, skipHydration: true },
  ),
);
