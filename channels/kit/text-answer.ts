/** A text message read as an answer to a question with a scale. */
interface TextAnswer {
  /** The number it begins with, when it is on the scale and is not counting something. */
  readonly score: number | null;
  /** What else it says, or all of it. */
  readonly comment: string | null;
  /** False: asked not to be written to again. True: asked to be written to once more. Null: neither. */
  readonly consent: boolean | null;
}

/** Twilio's words, and those that mainland carriers ask senders to honour: TD, T and R at the end of a marketing message. */
const STOP = new Set('stop stopall unsubscribe cancel end quit revoke optout td tdd t r 退订 取消订阅 拒收 不再接收'.split(' '));
const START = new Set('start unstop 恢复订阅 重新订阅'.split(' '));

const SCORE = /^(\d{1,2})(?!\d|[.:,]\d|%)(?:\s*\/\s*(5|7|10)(?!\d))?(?!\s*\/)(?:\s*(?:分(?!钟)|星|points?\b|stars?\b))?/i;

/** What follows a number that counts or dates something and is no score. */
const COUNTED =
  /^\s*(?:[个位人份件张次遍块元角岁年月日号天桌道杯碗盘瓶点%℃]|分钟|小时|people|persons?|times|minutes?|mins?|hours?|hrs?|days?|weeks?|yuan|rmb|dollars?|orders?|dishes|items?|of us)/i;

const INVISIBLE = /[\u200B-\u200F\u2060\uFEFF]/g;
const WIDE_DIGIT = /[０-９]/g;

/**
 * Reads what customers write back when a message asks for a number: `9`, `９分 很好`, `10, great`, `TD`. A number off the scale, or one
 * that counts something ("2 hours late"), is not a score: then all of the text is the comment.
 */
export function readTextAnswer(text: string, scale: { readonly min: number; readonly max: number }): TextAnswer {
  const plain = text
    .replace(INVISIBLE, '')
    .replace(WIDE_DIGIT, (digit) => digit.normalize('NFKC'))
    .trim();
  const word = plain
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{P}]/gu, '');
  if (STOP.has(word)) return { score: null, comment: null, consent: false };
  if (START.has(word)) return { score: null, comment: null, consent: true };

  const score = leadingScore(plain, scale);
  const comment = score === null ? plain : plain.slice(score.length).replace(/^[\s\p{P}]+/u, '');
  return { score: score?.value ?? null, comment: comment === '' ? null : comment, consent: null };
}

function leadingScore(text: string, { min, max }: { readonly min: number; readonly max: number }) {
  const [all = '', digits, outOf] = SCORE.exec(text) ?? [];
  if (digits === undefined || COUNTED.test(text.slice(digits.length))) return null;
  const value = Number(digits);
  if (value < min || value > max || (outOf !== undefined && Number(outOf) !== max)) return null;
  return { value, length: all.length };
}
