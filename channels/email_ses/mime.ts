import { TextDecoder } from 'node:util';

/** Parts in parts, as deep as mail programs go. */
const MAX_DEPTH = 10;

/** A part of a mail: its header and the bytes behind it, as Latin-1 so that every byte is one sign. */
interface Part {
  readonly header: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * The text of a mail (RFC 5322, MIME): its first plain part that is no attachment, or else its first HTML part without the tags. Null when
 * it has neither.
 */
export function mailText(mail: Buffer): string | null {
  const parts = [...leaves(readPart(mail.toString('latin1')), 0)];
  const plain = parts.find((part) => typeOf(part) === 'text/plain');
  if (plain !== undefined) return decoded(plain);
  const html = parts.find((part) => typeOf(part) === 'text/html');
  return html === undefined ? null : withoutTags(decoded(html));
}

/** The fields of a mail's header by lower-case name. Of a field that comes twice the first counts. */
export function mailHeader(mail: Buffer): Readonly<Record<string, string>> {
  return readPart(mail.toString('latin1')).header;
}

function readPart(text: string): Part {
  const blank = /\r?\n\r?\n/.exec(text);
  const head = blank === null ? text : text.slice(0, blank.index);
  const header: Record<string, string> = {};
  for (const line of head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const [, name, value] = /^([^\s:]+)\s*:\s*(.*)$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) header[name.toLowerCase()] ??= value;
  }
  return { header, body: blank === null ? '' : text.slice(blank.index + blank[0].length) };
}

function* leaves(part: Part, depth: number): Generator<Part> {
  if (/^attachment/i.test(part.header['content-disposition'] ?? '')) return;
  const boundary = parameter(part.header['content-type'] ?? '', 'boundary');
  if (!typeOf(part).startsWith('multipart/') || boundary === null || depth >= MAX_DEPTH) return yield part;
  for (const piece of pieces(part.body, boundary)) yield* leaves(readPart(piece), depth + 1);
}

/** What stands between the lines `--boundary`, up to `--boundary--`. */
function* pieces(body: string, boundary: string): Generator<string> {
  let piece: string[] | null = null;
  for (const line of body.split('\n')) {
    const mark = line.trimEnd();
    if (mark === `--${boundary}` || mark === `--${boundary}--`) {
      if (piece !== null) yield piece.join('\n').replace(/\r$/, '');
      if (mark.length > boundary.length + 2) return;
      piece = [];
    } else piece?.push(line);
  }
  if (piece !== null) yield piece.join('\n');
}

function typeOf({ header }: Part): string {
  return (header['content-type'] ?? 'text/plain').split(';')[0]?.trim().toLowerCase() ?? '';
}

function parameter(field: string, name: string): string | null {
  const [, quoted, bare] = new RegExp(`;\\s*${name}\\s*=\\s*(?:"([^"]*)"|([^;\\s]+))`, 'i').exec(field) ?? [];
  return quoted ?? bare ?? null;
}

function decoded({ header, body }: Part): string {
  const encoding = (header['content-transfer-encoding'] ?? '').trim().toLowerCase();
  const bytes =
    encoding === 'base64'
      ? Buffer.from(body, 'base64')
      : Buffer.from(encoding === 'quoted-printable' ? withoutQuoting(body) : body, 'latin1');
  return decoderOf(parameter(header['content-type'] ?? '', 'charset')).decode(bytes);
}

/** Quoted-printable, RFC 2045: blanks at the end of a line are not part of it, and neither is a line end after an equals sign. */
function withoutQuoting(text: string): string {
  const lines = text.split('\n').map((line) => line.trimEnd());
  return lines
    .join('\n')
    .replace(/=\n/g, '')
    .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** UTF-8 for charsets that nobody knows, and for mails that name none. */
function decoderOf(charset: string | null): InstanceType<typeof TextDecoder> {
  try {
    return new TextDecoder(charset ?? 'utf-8');
  } catch {
    return new TextDecoder('utf-8');
  }
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };
const BREAKS = new Set(['br', 'p', 'div', 'tr', 'li', 'h1', 'h2', 'h3']);
const UNSEEN = new Set(['style', 'script', 'head', 'title']);

/** The words of an HTML text up to the first quotation, in one pass: strangers write it. */
function withoutTags(html: string): string {
  const [before = '', ...pieces] = html.split('<');
  let text = before;
  let unseen: string | null = null;
  for (const piece of pieces) {
    const [, closing = '', tag = ''] = /^(\/?)([a-z]\w{0,19})/i.exec(piece) ?? [];
    const name = tag.toLowerCase();
    const isOpening = closing === '' && name !== '';
    if (unseen !== null) {
      if (closing === '/' && name === unseen) unseen = null;
      else continue;
    }
    if (isOpening && name === 'blockquote') break;
    if (isOpening && UNSEEN.has(name)) {
      unseen = name;
      continue;
    }
    if (BREAKS.has(name)) text += '\n';
    const end = piece.indexOf('>');
    if (end !== -1) text += piece.slice(end + 1);
  }
  return text
    .replace(/&#(\d{1,6});/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&(\w{2,8});/g, (entity, name: string) => ENTITIES[name] ?? entity);
}
