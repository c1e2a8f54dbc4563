const [QUOTE, BACKSLASH, COMMA] = ['"', '\\', ','].map((sign) => sign.charCodeAt(0));
const OPENING = new Set(['[', '{'].map((sign) => sign.charCodeAt(0)));
const CLOSING = new Set([']', '}'].map((sign) => sign.charCodeAt(0)));

/**
 * The elements of a JSON array, each as it is written: to write the parsed value again would lose what a number cannot hold, and the
 * spelling of the rest. For texts that `JSON.parse` takes.
 */
export function elementTexts(array: string): string[] {
  const texts: string[] = [];
  const end = array.length - 1;
  let from = 1;
  let depth = 0;
  for (let at = 1; at < end; at++) {
    const sign = array.charCodeAt(at);
    if (sign === QUOTE) at = endOfText(array, at);
    else if (OPENING.has(sign)) depth++;
    else if (CLOSING.has(sign)) depth--;
    else if (sign === COMMA && depth === 0) {
      texts.push(array.slice(from, at).trim());
      from = at + 1;
    }
  }
  const last = array.slice(from, end).trim();
  return last === '' ? texts : [...texts, last];
}

/** Where the quote is that closes the one at `from`. */
function endOfText(json: string, from: number): number {
  let at = from + 1;
  while (at < json.length && json.charCodeAt(at) !== QUOTE) at += json.charCodeAt(at) === BACKSLASH ? 2 : 1;
  return at;
}
