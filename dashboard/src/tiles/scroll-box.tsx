import type { ReactNode } from 'react';

/** A box whose content scrolls inside it. It takes the focus, so that the keyboard can scroll it too. */
export function ScrollBox({ label, className = 'scroll', children }: { label: string; className?: string; children: ReactNode }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- WCAG 2.1.1: without it the hidden part is out of the keyboard's reach
    <section className={className} tabIndex={0} aria-label={label}>
      {children}
    </section>
  );
}
