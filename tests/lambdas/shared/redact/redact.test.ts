import { describe, expect, test } from 'vitest';
import { redact } from '../../../../lambdas/shared/redact/redact.ts';

describe('is taken out', () => {
  test.each([
    // mobile
    ['打我电话13800001234吧', '打我电话[phone]吧'],
    ['138 0000 1234 或 +86-139-1111-2222', '[phone] 或 [phone]'],
    ['（+86）138·0000·1234', '[phone]'],
    ['008613800001234，013800001234', '[phone]，[phone]'],
    ['１３８００００１２３４回电', '[phone]回电'],
    ['1３8\u200b0000\u200b1234', '[phone]'],
    ['1 3 8 0 0 0 0 1 2 3 4', '[phone]'],
    ['138-00-00-12-34', '[phone]'],
    ['一三八零零零零一二三四请回电', '[phone]请回电'],
    ['我是幺三八〇〇〇〇幺二三四，请回电', '我是[phone]，请回电'],
    ['壹叁捌 零零零零 壹贰叁肆', '[phone]'],
    ['138零零零零1234', '[phone]'],
    ['①③⑧⓪⓪⓪⓪①②③④', '[phone]'],
    ['13800001234/13911112222', '[phone]/[phone]'],
    ['2份 13800001234 1份', '2份 [phone] 1份'],
    // landline, hotline, abroad
    ['座机 021-61234567', '座机 [phone]'],
    ['(021) 6123 4567', '[phone]'],
    ['０２１－６１２３４５６７', '[phone]'],
    ['客服 400-820-8820 没人接', '客服 [phone] 没人接'],
    ['家里电话：61234567', '家里电话：[phone]'],
    ['call me on +44 20 7946 0958', 'call me on [phone]'],
    ['(415) 555-2671 or 415.555.2672', '[phone] or [phone]'],
    ['1-800-555-0199', '[phone]'],
    ['+33 1 23 45 67 89', '[phone]'],
    ['my cell is 415 555 2671', 'my cell is [phone]'],
    ['phone 4155552671', 'phone [phone]'],
    // cards
    ['身份证11010519491231002X', '身份证[id card]'],
    ['身份证 110105 19491231 002x，', '身份证 [id card]，'],
    ['１１０１０５１９４９１２３１００２Ｘ', '[id card]'],
    ['卡号 6222 0212 3456 7890 128', '卡号 [bank card]'],
    ['card 4111 1111 1111 1111 please', 'card [bank card] please'],
    ['4111-1111-1111-1111', '[bank card]'],
    ['amex 3782 822463 10005', 'amex [bank card]'],
    ['13800001234 4111 1111 1111 1111', '[phone] [bank card]'],
    ['my ssn 123-45-6789', 'my ssn [ssn]'],
    ['social security number is 123456789', 'social security number is [ssn]'],
    ['护照号E12345678，驾照：110105123456', '护照号[passport]，驾照：[passport]'],
    ['passport number: 123456789', 'passport number: [passport]'],
    // e-mail, accounts
    ['写信到 mei.lin+vip@mail.example.com。', '写信到 [email]。'],
    ['ｍｅｉ＠ｅｘａｍｐｌｅ．ｃｏｍ', '[email]'],
    ['mei @ example . com 谢谢', '[email] 谢谢'],
    ['mei\u200b@example.com', '[email]'],
    ['微信号：mei_lin88 加我', '微信号：[account] 加我'],
    ['QQ 123456789', 'QQ [account]'],
    // plates
    ['沪A12345的车', '[plate]的车'],
    ['车牌 京A·D1234，粤b 6C88K', '车牌 [plate]，[plate]'],
    ['沪AD12345 和 粤B12345D', '[plate] 和 [plate]'],
    ['沪Ａ１２３４５挡路', '[plate]挡路'],
    ['license plate 7ABC123, plate no. AB12 CDE', 'license plate [plate], plate no. [plate]'],
    // house numbers
    ['送到幸福路12号3栋501室', '送到幸福路[house number]'],
    ['幸福路十二号没人接', '幸福路[house number]没人接'],
    ['武康路99弄3号402', '武康路[house number]'],
    ['送到3号楼2单元1203，别放楼下', '送到[house number]，别放楼下'],
    ['delivered to 742 Evergreen Terrace instead', 'delivered to [house number] Evergreen Terrace instead'],
    ['I live at 221B Baker Street, Apt 4', 'I live at [house number] Baker Street[house number]'],
    ['350 5th Ave', '[house number] 5th Ave'],
    ['at 12 maple avenue', 'at [house number] maple avenue'],
    // names
    ['王先生态度好', '[name]先生态度好'],
    ['谢谢张晓明先生和欧阳女士', '谢谢[name]先生和[name]女士'],
    ['刘师傅开得稳', '[name]师傅开得稳'],
    ['找陈建国经理，欧阳娜娜老师教的', '找[name]经理，[name]老师教的'],
    ['姓名：李小燕，', '姓名：[name]，'],
    ['我叫陈思远。', '我叫[name]。'],
    ['服务员叫周敏，很热情', '服务员叫[name]，很热情'],
    ['Mr. Smith was rude', 'Mr. [name] was rude'],
    ['Mrs Anna-Maria Jones and Dr. Lee', 'Mrs [name] and Dr. [name]'],
    ['mr smith called', 'mr [name] called'],
    ['My name is John Carter and', 'My name is [name] and'],
    ['our waiter named Luis', 'our waiter named [name]'],
    ['送餐员陈思远很努力', '送餐员[name]很努力'],
    ['店长 周敏态度好，骑手李小燕！', '店长 [name]态度好，骑手[name]！'],
    ['Dr. John A. Watson and Mr. J. Smith', 'Dr. [name] and Mr. [name]'],
  ])('%j becomes %j', (written, kept) => {
    expect(redact(written)).toBe(kept);
  });
});

describe('stays as it is', () => {
  test.each([
    // times, counts, prices, tables, orders
    '等了45分钟，2026年11月5日，桌号1234',
    '订单 20261105000042 还没到',
    '订单号 4000123412341234 退款',
    '联系客服，订单号20261105 没查到',
    '人均 128.50，满分 10',
    '价格分别是 13 18 25 30 128',
    '68 88 128 168 198',
    '1999-12-31 18:30:00',
    '2026-11-05 到 2026-11-07',
    '满200减30，满300减50，满500减100',
    '110105194912310020',
    '编号 6222 0212 3456 7890 129',
    '第一二三次都很好，一二三四五六七八九十',
    '一共点了三十二道菜，花了一千三百八十元',
    'waited 45 minutes, 2 of 3 dishes cold, paid $128.50',
    'order 20261105000042 never came',
    'ordered 3 at 12.50, 2 at 8.00 and 1 at 30.00',
    '10/10 would come again, 5 stars',
    'price went from 268 388 1288',
    // dishes and brands
    '黄焖鸡米饭和李先生牛肉面都好吃',
    '康师傅和太太乐，王老吉一瓶',
    '宋嫂鱼羹、毛氏红烧肉、左宗棠鸡',
    '我叫黄焖鸡，来的是卤肉饭',
    'a Dr Pepper and a Mr. Pizza slice',
    'General Tso’s chicken, Miss You Coffee',
    // places that are no address
    '地铁2号线3号口，12号桌，3号套餐',
    '上街12号去的，逛街12号才买到',
    '一楼二楼都满了，三层有位子',
    '20 minutes down the road',
    '5 people on the street, 3 blocks of avenue',
    'the 2nd Avenue store',
    // forms of address without a name, and words that only look like one
    '这位先生和那位女士很好',
    '任何女士优先，对于女士来说太辣',
    '服务小姐姐热情，经理和店长都来了',
    '服务员高冷，客服安静',
    '最高经理',
    '项目经理和高级经理都在，这段时间店长换了，辛苦师傅',
    '送餐员辛苦了，服务员周到，服务员安排的座位，骑手辛苦啦~',
    'a plate of 12 DUMPLINGS, 2 plates 20 CNY, the plate 5 USD',
    'my passport took 20 minutes',
    'I miss Beijing, call the manager',
    'my name is on the list',
    // accounts, plates, mail
    '微信小程序下单，QQ音乐',
    '云南米线A套餐，新品B1234',
    '@我一下，邮箱在哪',
    'see you @ home.now',
    'USB-C 65W, iPhone 15 Pro, A380',
  ])('%j', (text) => {
    expect(redact(text)).toBe(text);
  });
});

test('what was taken out leaves nothing to take out', () => {
  const once = redact('王先生 13800001234 mei@example.com 幸福路12号 沪A12345');
  expect(once).toBe('[name]先生 [phone] [email] 幸福路[house number] [plate]');
  expect(redact(once)).toBe(once);
});
