/** Lines at which mail programs begin to repeat what was answered, or a signature begins. */
const REPEATS = [
  /^\s*>/,
  /^-- ?$/,
  /^\s*-{3,}\s*(?:original message|forwarded message|原始邮件|原邮件|转发邮件)/i,
  /^\s*on\b.{5,200}\bwrote:\s*$/i,
  /^\s*于?在?.{5,200}写道\s*[:：]\s*$/,
  /^\s*(?:from|发件人)\s*[:：]/i,
  /^_{10,}$/,
  /^\s*(?:sent from my|发自我的|来自我的)\s*\S/i,
];

/** What the customer wrote themselves in answer to a mail: all before the first line that is repeated from it. */
export function ownWords(text: string): string {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  const end = lines.findIndex((line, i) => line !== '' && (isRepeat(line) || isRepeat(wrapped(lines, i))));
  return (end === -1 ? lines : lines.slice(0, end)).join('\n').trim();
}

function isRepeat(line: string): boolean {
  return line !== '' && REPEATS.some((begins) => begins.test(line));
}

/** "On … wrote:" is often wrapped onto the next line. */
function wrapped(lines: readonly string[], i: number): string {
  return /^\s*(?:on\b|在|于)/i.test(lines[i] ?? '') ? `${lines[i]} ${lines[i + 1] ?? ''}` : '';
}
