import ora, { type Ora } from 'ora';

/** What a person sees of long work, on standard error so that standard output stays data. */
export interface Progress {
  /** Replaces the line at work. */
  update(text: string): void;
  /** Ends a step, and leaves its line standing. */
  done(text: string): void;
  warn(text: string): void;
  /** Stops the line at work, leaving nothing. */
  clear(): void;
}

/** A spinner on a terminal; elsewhere only the lines that stay. */
export function progressOn(stream: NodeJS.WriteStream): Progress {
  const spinner: Ora = ora({ stream, discardStdin: false, isSilent: false });
  return {
    update(text) {
      if (!stream.isTTY) return;
      spinner.text = text;
      if (!spinner.isSpinning) spinner.start();
    },
    done: (text) => void spinner.succeed(text),
    warn: (text) => void spinner.warn(text),
    clear: () => void spinner.stop(),
  };
}

/** `12,345`. */
export function formatCount(value: number): string {
  return value.toLocaleString('en-GB');
}

/** `0.8 s` or `2 min 5 s`. */
export function formatDuration(ms: number): string {
  const seconds = ms / 1000;
  return seconds < 60 ? `${seconds.toFixed(1)} s` : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/** Rows of cells as lines with aligned columns. Numbers to the right. */
export function formatTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  rightAligned: ReadonlySet<number> = new Set(),
): string {
  const widths = header.map((name, i) => Math.max(displayWidth(name), ...rows.map((row) => displayWidth(row[i] ?? ''))));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => {
        const padding = ' '.repeat((widths[i] ?? 0) - displayWidth(cell));
        return rightAligned.has(i) ? padding + cell : cell + padding;
      })
      .join('  ')
      .trimEnd();
  return [line(header), line(widths.map((width) => '─'.repeat(width))), ...rows.map(line)].join('\n');
}

/** Columns a text takes on a terminal: Han and full-width signs take two. */
function displayWidth(text: string): number {
  let width = 0;
  for (const sign of text)
    width += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u.test(sign) ? 2 : 1;
  return width;
}
