import { describe, expect, test } from 'vitest';
import { decryptWechat, verifyWechatSignature } from '../../../channels/kit/wechat-crypto.ts';
import { xmlFields } from '../../../channels/kit/xml.ts';
import { RefusedError } from '../../../contracts/errors.ts';

/** The samples that Tencent publishes with its libraries: https://developer.work.weixin.qq.com/document/path/90968 */
const TOKEN = 'QDG6eK';
const AES_KEY = 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C';
const CORP = 'wx5823bf96d3bd56c7';
const ECHO = 'P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==';
const MESSAGE =
  'RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/sYYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q==';

describe('the published samples', () => {
  test('are signed as they say, and a changed text is not', () => {
    verifyWechatSignature('5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3', TOKEN, ['1409659589', '263014780', ECHO]);
    const signature = '477715d11cdb4164915debcba66cb864d751f3e6';
    verifyWechatSignature(signature, TOKEN, ['1409659813', '1372623149', MESSAGE]);
    expect(() => verifyWechatSignature(signature, TOKEN, ['1409659814', '1372623149', MESSAGE])).toThrow(RefusedError);
    expect(() => verifyWechatSignature(signature, TOKEN, ['1409659813', undefined, MESSAGE])).toThrow(RefusedError);
  });

  test('decrypt to a number to be echoed and to a text message', () => {
    expect(decryptWechat(ECHO, AES_KEY, CORP)).toBe('1616140317555161061');
    expect(xmlFields(decryptWechat(MESSAGE, AES_KEY, CORP))).toEqual({
      ToUserName: CORP,
      FromUserName: 'mycreate',
      CreateTime: '1409659813',
      MsgType: 'text',
      Content: 'hello',
      MsgId: '4561255354251345929',
      AgentID: '218',
    });
  });

  test('are refused for another receiver, with another key, cut off or empty', () => {
    const wrong = [
      () => decryptWechat(ECHO, AES_KEY, 'wx0000000000000000'),
      () => decryptWechat(ECHO, `${AES_KEY.slice(0, -3)}AAA`, CORP),
      () => decryptWechat(ECHO, 'short', CORP),
      () => decryptWechat(ECHO.slice(0, 40), AES_KEY, CORP),
      () => decryptWechat(ECHO.slice(0, 64), AES_KEY, CORP),
      () => decryptWechat('', AES_KEY, CORP),
    ];
    for (const attempt of wrong) expect(attempt).toThrow(RefusedError);
  });
});

test.each([
  '',
  'hello',
  '<xml>text</xml>',
  '<xml><a></xml>',
  '<!DOCTYPE xml [<!ENTITY a "b">]><xml><a>&a;</a></xml>',
  '<a><b>1</b></a>',
])('XML that is no message is refused: %s', (text) => expect(() => xmlFields(text)).toThrow(RefusedError));
