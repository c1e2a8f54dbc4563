import { useEffect, useState } from 'react';

/** The section at the top of the window, for the mark in the navigation. */
export function useSection(sections: readonly { readonly id: string }[]): string | undefined {
  const ids = sections.map(({ id }) => id).join(' ');
  const [here, setHere] = useState(ids.split(' ')[0]);
  useEffect(() => {
    const find = () => {
      const isAtEnd = window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 4 && window.scrollY > 0;
      const passed = ids.split(' ').filter((id) => (document.getElementById(id)?.getBoundingClientRect().top ?? Infinity) < 140);
      const last = ids.split(' ').at(-1);
      setHere((isAtEnd ? last : passed.at(-1)) ?? ids.split(' ')[0]);
    };
    find();
    addEventListener('scroll', find, { passive: true });
    return () => removeEventListener('scroll', find);
  }, [ids]);
  return here;
}
