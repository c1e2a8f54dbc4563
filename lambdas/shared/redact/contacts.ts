import type { Work } from './work.ts';

const EMAIL = /(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+/dg;
/** With blanks around the sign or the dots: only before an ending that is nothing but a domain’s. */
const SPACED_EMAIL =
  /(?<![\w+-])(?<taken>[\w+-]{1,64}(?:[ ]?\.[ ]?[\w+-]{1,64}){0,4}[ ]{0,2}@[ ]{0,2}[\w-]{1,63}(?:[ ]?[.。·][ ]?[\w-]{1,63}){0,3}?[ ]?[.。·][ ]?(?:com|cn|net|org|edu|gov|io|co|me|info|biz|uk|de|fr|jp|hk|tw|sg|us|ca|au|br|in))(?![\w-]|\.\w)/dgi;

export function takeEmails(work: Work): void {
  work.takeEach(EMAIL, 'email');
  work.takeEach(SPACED_EMAIL, 'email');
}

/** Papers that are told by their number, where the text says which they are. */
const PASSPORT =
  /(?:护照|通行证|驾照|驾驶证|\bpassport|\bdriver['’]?s licen[cs]e)(?:号码?| number| no\.?)?(?: is)?[ ]?[:：是#]?[ ]?(?<taken>[A-Z]{0,2}\d{6,12})(?![\dA-Z])/dgi;

export const PASSPORT_MARK = /护照|通行证|驾照|驾驶证|passport|licen[cs]e/i;

export function takePassports(work: Work): void {
  work.takeEach(PASSPORT, 'passport');
}

/** Accounts by which one is found elsewhere, when the text says that they are that. */
const ACCOUNT =
  /(?:微信号?|[Ww]e[Cc]hat(?: id)?|\bvx|\bVX|\bwx|薇信)(?:[ ]?(?:[:：是]|号|号是)[ ]?)(?<taken>[A-Za-z][\w-]{5,19})|(?:[Qq][Qq]|扣扣)(?:群|号|号码)?[ ]?[:：是]?[ ]?(?<digits>[1-9]\d{4,10})(?!\d)/dg;

export const ACCOUNT_MARK = /微信|薇信|wechat|vx|wx|qq|扣扣/i;

export function takeAccounts(work: Work): void {
  const { text } = work;
  for (const match of text.matchAll(ACCOUNT)) {
    const [from, to] = match.indices?.groups?.['taken'] ?? match.indices?.groups?.['digits'] ?? [0, 0];
    work.take(from, to, 'account');
  }
}
