import { useSyncExternalStore } from 'react';
import { useAddress } from '../address/address.ts';

/** The scheme on screen: what the address says, else what the machine prefers. */
export function useScheme(): 'light' | 'dark' {
  const { address } = useAddress();
  const prefersDark = useSyncExternalStore(
    (listener) => {
      const query = matchMedia('(prefers-color-scheme: dark)');
      query.addEventListener('change', listener);
      return () => query.removeEventListener('change', listener);
    },
    () => matchMedia('(prefers-color-scheme: dark)').matches,
  );
  return address.theme ?? (prefersDark ? 'dark' : 'light');
}

const NAMES = {
  mark: '--chart-mark',
  axis: '--chart-axis',
  grid: '--chart-grid',
  base: '--chart-base',
  reference: '--chart-ref',
  surface: '--surface',
  line: '--line',
  ink: '--ink',
  ink2: '--ink-2',
  good: '--good',
  bad: '--bad',
} as const;

export type Colours = Readonly<Record<keyof typeof NAMES, string>> & { readonly font: string };

/** Tokens as plain colours: a canvas of ECharts knows no `light-dark()`, so an element is asked for each. */
export function readColours(host: HTMLElement): Colours {
  const probe = host.appendChild(document.createElement('i'));
  const resolve = (name: string) => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const colours = {
    mark: resolve(NAMES.mark),
    axis: resolve(NAMES.axis),
    grid: resolve(NAMES.grid),
    base: resolve(NAMES.base),
    reference: resolve(NAMES.reference),
    surface: resolve(NAMES.surface),
    line: resolve(NAMES.line),
    ink: resolve(NAMES.ink),
    ink2: resolve(NAMES.ink2),
    good: resolve(NAMES.good),
    bad: resolve(NAMES.bad),
    font: getComputedStyle(host).fontFamily,
  };
  probe.remove();
  return colours;
}
