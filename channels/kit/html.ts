const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/**
 * What a reader sees of a piece of HTML: paragraphs and breaks as line breaks, no tags. For redaction and reading, never to be shown
 * as HTML. No tag is looked for past the next `<`, which keeps the time linear whatever is sent.
 */
export function htmlText(html: string): string {
  return html
    .replace(/\s+/g, ' ')
    .replace(/<br\b[^<>]*>|<\/(?:p|li|blockquote|div|h[1-6])>/gi, '\n')
    .replace(/<[^<>]*>/g, '')
    .replace(/ ?\n ?/g, '\n')
    .replace(
      /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w{1,10}));/gi,
      (whole: string, decimal?: string, hex?: string, name?: string) => {
        if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? whole;
        const point = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
        return point > 0x10_ffff ? whole : String.fromCodePoint(point);
      },
    )
    .trim();
}
