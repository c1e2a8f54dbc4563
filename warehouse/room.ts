/** Lets work in as long as there is room for it, in the order in which it came. */
export type Room = <T>(size: number, work: () => Promise<T>) => Promise<T>;

/** Room for so much work at once. What needs all of it runs alone. */
export function roomFor(whole: number): Room {
  let free = whole;
  const waiting: { readonly size: number; readonly enter: () => void }[] = [];
  const letIn = () => {
    for (let first = waiting[0]; first !== undefined && first.size <= free; first = waiting[0]) {
      waiting.shift();
      free -= first.size;
      first.enter();
    }
  };
  return async (size, work) => {
    await new Promise<void>((enter) => {
      waiting.push({ size, enter });
      letIn();
    });
    try {
      return await work();
    } finally {
      free += size;
      letIn();
    }
  };
}
