import type { Work } from './work.ts';

/**
 * Surnames that are common enough to matter and seldom begin another word. Those that often end one (于, 何, 方, 高) count only
 * where the sign before does not make that word.
 */
const PLAIN =
  '王李张刘陈杨赵黄周吴徐孙胡朱林郭马罗梁宋郑韩唐冯董萧肖程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任范石姚谭廖邹熊陆郝孔崔康毛邱秦江史顾侯邵孟龙段雷钱尹黎易常武乔贺赖龚庞樊兰殷施陶洪翟安颜倪严温芦季俞章鲁韦申尤毕聂丛焦柳邢岳齐莫庄辛祝左谷祁舒耿牟卜詹苗凌费纪靳盛童欧甄项曲游阳裴席卫屈鲍霍翁隋甘景薄司柏宁柯阮桂闵解柴华冉';
const COMPOUND = '欧阳|司马|诸葛|上官|端木|皇甫|东方|慕容|令狐|司徒|尉迟|夏侯|南宫';
const SURNAME = `(?:${COMPOUND}|[${PLAIN}金白文万]|(?<![对由关至等属位])于|(?<![任如为几])何|(?<![对双各地官])方|(?<![最很更较提])高|(?<!谢)谢(?!谢)(?<![多感答酬道致]谢))`;
/** Also foods, which stand before a cook's title as often as a name does. */
const FOOD_SURNAME = '汤包牛米麦花姜葛涂蓝';

/** Words before a form of address that begin as a surname does. */
const COMMON_WORD = '任何|高兴|高贵|高冷|白衣|文静|温柔|安静|马上|金牌|万一|方才|江湖|黄衣|常来|曾经';

/** Signs of a given name: none that is a little word, none that a dish is named for. */
const GIVEN =
  '(?:(?![的了是在和与或吗呢吧被把给让个些这那此很太都也就还没有不鸡鸭鱼肉虾蟹饭面粉汤粥菜锅饼茶酒奶豆])\\p{Script=Han})';

/** Forms of address that follow a whole name. 李先生 before 牛肉面 is a chain of restaurants, 太太乐 a seasoning. */
const ADDRESSED = new RegExp(
  `(?<taken>(?!${COMMON_WORD})(?:${SURNAME}|[${FOOD_SURNAME}])${GIVEN}{0,2}?)(?=(?:先生(?!牛肉|加州|面)|女士|小姐|太太(?!乐)|夫人))`,
  'dgu',
);
/** Words before a title that begin as a surname does: places, kinds of manager, stretches of time. */
const KIND = '高级|项目|常务|金融|白领|段时间|程度|阳光|江苏|江西|江南|温州|常州|石家庄|万达|辛苦|辛勤|夏天|白班|白天';
/** Forms of address that follow a surname or a whole name. 康师傅 is a brand of noodles, 田老师红烧肉 a chain. */
const TITLED = new RegExp(
  `(?<taken>(?!康师傅|${COMMON_WORD}|${KIND})${SURNAME}${GIVEN}{0,2}?)(?=老师(?!红烧)|师傅|经理|店长|主管|阿姨|大姐|大哥|叔叔|奶奶|爷爷|医生|教授|律师|同学)`,
  'dgu',
);
/** What stands between a name and the next word. */
const END = `(?=$|[^\\p{Script=Han}]|先生|女士)`;
const LABELLED = new RegExp(
  `(?:姓名|联系人|收件人|收货人|投诉人|预订人|名字)(?:是|叫|为)?[ ]?[:：]?[ ]?(?<taken>${SURNAME}${GIVEN}{1,2}?)${END}`,
  'dgu',
);
/** Words behind a title that begin as a surname does. */
const MANNER =
  '辛苦|辛勤|周到|周全|安排|白眼|方便|方法|方面|方式|文明|严肃|严厉|严格|毛躁|温和|万能|何时|谢绝|谢谢|高效|高傲|高素|夏天|白天|白班|路上|石头|洪水|常常|罗嗦|任性|陈述|余光|包装|解释|解决|安慰|安抚|于是|纪律|费劲|费事|管理|宁愿|盛饭|盛汤|钟头|左右|明显';
/** What may stand behind a name that follows a title, for it to be one and not the beginning of a word. */
const SAYING = `(?=$|[^\\p{Script=Han}]|态度|服务|[很太真说就也都不给帮送])`;
const TITLE = '店长|经理|主管|领班|服务员|收银员|外卖员|配送员|送餐员|骑手';
const BEHIND_TITLE = new RegExp(`(?:${TITLE})[ ]?(?<taken>(?!${COMMON_WORD}|${MANNER})${SURNAME}${GIVEN}{1,2}?)${SAYING}`, 'dgu');
const CALLED = new RegExp(`(?:我叫|名叫|员叫|本人|店长叫|经理叫)[ ]?(?<taken>${SURNAME}${GIVEN}{1,2}?)${END}`, 'dgu');

/** Without one of these no name stands before a form of address or behind a label. */
export const CHINESE_NAME_MARK =
  /先生|女士|小姐|太太|夫人|老师|师傅|经理|店长|主管|阿姨|大姐|大哥|叔叔|奶奶|爷爷|医生|教授|律师|同学|姓名|系人|件人|货人|诉人|订人|名字|我叫|名叫|员叫|长叫|理叫|本人/;

export function takeChineseNames(work: Work): void {
  for (const pattern of [ADDRESSED, TITLED, LABELLED, CALLED]) work.takeEach(pattern, 'name');
}

export const TITLE_MARK = new RegExp(TITLE);

export function takeNamesBehindTitles(work: Work): void {
  work.takeEach(BEHIND_TITLE, 'name');
}

const WORD = `\\p{Lu}[\\p{L}’']+`;
/** Initials stand before a name or in it. */
const NAME = `(?:\\p{Lu}\\.[ ]?){0,2}${WORD}(?:[- ](?:(?:van|von|de|la|der)[ ])?(?:\\p{Lu}\\.?[ ])?${WORD}){0,2}`;
/** Drinks, snacks and shoes. */
const BRAND = '(?!Pepper|Pizza|Martens|Oetker|Fields|Kipling|Bean|Donut|Muscle|Potato|Clean|Brown|Softee)';
const NOT_A_NAME = '(?!(?:You|The|This|That|My|Your|Our|It|Those|These|China|World|Universe|Manager|Chef|Server|Waiter)\\b)';
const TITLED_EN = new RegExp(
  `\\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|MR|MRS|MS|DR)\\b\\.?[ ]{1,2}${BRAND}${NOT_A_NAME}(?<taken>${NAME})`,
  'dgu',
);
const TITLED_LOW =
  /\b(?:mr|mrs)\b\.?[ ]{1,2}(?!(?:pepper|pizza|bean|donut|potato|clean|brown|softee)\b)(?<taken>[a-z’']{2,}(?:-[a-z]+)?)/dg;
const LABELLED_EN = new RegExp(
  `\\b(?:[Mm]y name is|[Mm]y name's|[Nn]ame:|[Cc]ontact:|[Aa]ttn:?|(?:waiter|waitress|server|manager|cashier|driver|host|hostess|courier|chef)(?: named| called|:))[ ]{1,2}(?:Mr\\.? |Mrs\\.? |Ms\\.? )?(?<taken>${NAME})`,
  'dgu',
);

export const ENGLISH_NAME_MARK =
  /\b(?:mr|mrs|ms|miss|mx|dr|prof|name|name's|named|called|contact|attn|waiter|waitress|server|manager|cashier|driver|host|hostess|courier|chef)\b/i;

export function takeEnglishNames(work: Work): void {
  for (const pattern of [TITLED_EN, TITLED_LOW, LABELLED_EN]) work.takeEach(pattern, 'name');
}
