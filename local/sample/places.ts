/** A city with our stores in it, and how far its stores lie around its middle. */
export interface City {
  readonly name: string;
  readonly nameEn: string;
  readonly province: string;
  readonly region: RegionId;
  readonly latitude: number;
  readonly longitude: number;
  /** Invented: a street of that name somewhere is chance. */
  readonly stores: readonly { readonly name: string; readonly nameEn: string }[];
}

export type RegionId = 'east' | 'south' | 'north';

export const REGIONS: readonly { readonly id: RegionId; readonly name: string; readonly nameEn: string }[] = [
  { id: 'east', name: '华东', nameEn: 'East' },
  { id: 'south', name: '华南', nameEn: 'South' },
  { id: 'north', name: '华北', nameEn: 'North' },
];

function city(
  region: RegionId,
  [name, nameEn, province]: readonly [string, string, string],
  [latitude, longitude]: readonly [number, number],
  stores: string,
): City {
  const pairs = stores.split(', ').map((pair) => pair.split(':'));
  return {
    name,
    nameEn,
    province,
    region,
    latitude,
    longitude,
    stores: pairs.map(([zh = '', en = '']) => ({ name: zh, nameEn: en })),
  };
}

/** 120 stores in 20 cities. */
export const CITIES: readonly City[] = [
  city(
    'east',
    ['上海', 'Shanghai', '上海'],
    [31.23, 121.47],
    '梧荫路:Wuyin Road, 栖霞里:Qixia Lane, 云锦汇:Yunjin Plaza, 枫泾巷:Fengjing Alley, 锦瑟路:Jinse Road, 曲桥坊:Quqiao Yard, 半亩街:Banmu Street, 拾光里:Shiguang Lane, 浦风广场:Pufeng Plaza, 南屏弄:Nanping Lane, 书香路:Shuxiang Road, 临江汇:Linjiang Plaza, 青禾天地:Qinghe Place, 晚樱路:Wanying Road',
  ),
  city(
    'east',
    ['杭州', 'Hangzhou', '浙江'],
    [30.27, 120.16],
    '柳浪街:Liulang Street, 荷风里:Hefeng Lane, 龙坞路:Longwu Road, 断云桥:Duanyun Bridge, 桂语巷:Guiyu Alley, 钱塘汇:Qiantang Plaza, 竹影路:Zhuying Road, 满陇街:Manlong Street',
  ),
  city(
    'east',
    ['南京', 'Nanjing', '江苏'],
    [32.06, 118.8],
    '乌衣坊:Wuyi Yard, 桃叶街:Taoye Street, 石城路:Shicheng Road, 雨花汇:Yuhua Plaza, 梅影里:Meiying Lane, 紫峦路:Ziluan Road, 秦风巷:Qinfeng Alley',
  ),
  city(
    'east',
    ['苏州', 'Suzhou', '江苏'],
    [31.3, 120.58],
    '平桥街:Pingqiao Street, 枕河里:Zhenhe Lane, 园林路:Yuanlin Road, 金鸡汇:Jinji Plaza, 评弹巷:Pingtan Alley, 斜塘坊:Xietang Yard',
  ),
  city(
    'east',
    ['宁波', 'Ningbo', '浙江'],
    [29.87, 121.55],
    '三桥街:Sanqiao Street, 听海路:Tinghai Road, 月湖里:Yuehu Lane, 东钱汇:Dongqian Plaza',
  ),
  city('east', ['合肥', 'Hefei', '安徽'], [31.82, 117.23], '逍遥街:Xiaoyao Street, 翡翠路:Feicui Road, 巢湖汇:Chaohu Plaza'),
  city(
    'south',
    ['广州', 'Guangzhou', '广东'],
    [23.13, 113.26],
    '榕荫街:Rongyin Street, 荔香里:Lixiang Lane, 珠影路:Zhuying Road, 骑楼巷:Qilou Alley, 木棉汇:Mumian Plaza, 沙面坊:Shamian Yard, 越秀里:Yuexiu Lane, 花城路:Huacheng Road, 白云天地:Baiyun Place, 海心街:Haixin Street, 西关弄:Xiguan Lane',
  ),
  city(
    'south',
    ['深圳', 'Shenzhen', '广东'],
    [22.54, 114.06],
    '湾晴路:Wanqing Road, 创意坊:Chuangyi Yard, 莲塘街:Liantang Street, 海岸汇:Haian Plaza, 梧桐里:Wutong Lane, 红树路:Hongshu Road, 前湾天地:Qianwan Place, 科苑街:Keyuan Street, 月亮湾:Moon Bay, 香蜜里:Xiangmi Lane, 龙岗汇:Longgang Plaza',
  ),
  city(
    'south',
    ['佛山', 'Foshan', '广东'],
    [23.02, 113.12],
    '祖庙街:Zumiao Street, 醒狮路:Xingshi Road, 陶窑里:Taoyao Lane, 千灯汇:Qiandeng Plaza',
  ),
  city(
    'south',
    ['东莞', 'Dongguan', '广东'],
    [23.02, 113.75],
    '松山路:Songshan Road, 可园街:Keyuan Street, 鸿福汇:Hongfu Plaza, 莞香里:Guanxiang Lane',
  ),
  city(
    'south',
    ['厦门', 'Xiamen', '福建'],
    [24.48, 118.09],
    '鹭影路:Luying Road, 沙坡街:Shapo Street, 琴屿里:Qinyu Lane, 白城汇:Baicheng Plaza',
  ),
  city('south', ['福州', 'Fuzhou', '福建'], [26.07, 119.3], '榕树巷:Rongshu Alley, 闽江路:Minjiang Road, 三坊里:Sanfang Lane'),
  city(
    'south',
    ['南宁', 'Nanning', '广西'],
    [22.82, 108.37],
    '青秀街:Qingxiu Street, 朱槿路:Zhujin Road, 邕江汇:Yongjiang Plaza',
  ),
  city(
    'north',
    ['北京', 'Beijing', '北京'],
    [39.9, 116.4],
    '槐荫胡同:Huaiyin Hutong, 望星里:Wangxing Lane, 北河沿街:Beiheyan Street, 银锭汇:Yinding Plaza, 燕归路:Yangui Road, 东直坊:Dongzhi Yard, 柿子巷:Shizi Alley, 国风天地:Guofeng Place, 西山路:Xishan Road, 学府街:Xuefu Street, 双榆里:Shuangyu Lane, 亦城汇:Yicheng Plaza, 通惠路:Tonghui Road, 鼓声巷:Gusheng Alley',
  ),
  city(
    'north',
    ['天津', 'Tianjin', '天津'],
    [39.13, 117.2],
    '海棠街:Haitang Street, 五福道:Wufu Avenue, 津湾里:Jinwan Lane, 相声巷:Xiangsheng Alley, 意风坊:Yifeng Yard, 鼓楼汇:Gulou Plaza, 卫津路:Weijin Road',
  ),
  city(
    'north',
    ['济南', 'Jinan', '山东'],
    [36.65, 117.12],
    '泉涌街:Quanyong Street, 荷柳路:Heliu Road, 曲水里:Qushui Lane, 千佛汇:Qianfo Plaza, 洪楼巷:Honglou Alley',
  ),
  city(
    'north',
    ['青岛', 'Qingdao', '山东'],
    [36.07, 120.38],
    '栈桥街:Zhanqiao Street, 浪花路:Langhua Road, 红瓦里:Hongwa Lane, 崂山汇:Laoshan Plaza, 啤酒巷:Pijiu Alley',
  ),
  city(
    'north',
    ['石家庄', 'Shijiazhuang', '河北'],
    [38.04, 114.51],
    '滹沱路:Hutuo Road, 正定街:Zhengding Street, 太行汇:Taihang Plaza',
  ),
  city('north', ['太原', 'Taiyuan', '山西'], [37.87, 112.55], '汾水街:Fenshui Street, 柳巷里:Liuxiang Lane, 晋祠路:Jinci Road'),
  city('north', ['呼和浩特', 'Hohhot', '内蒙古'], [40.84, 111.75], '敕勒街:Chile Street'),
];
