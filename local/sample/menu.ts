import { Weighted } from './random.ts';

export interface Dish {
  readonly id: string;
  readonly name: string;
  readonly nameEn: string;
  readonly category: '热菜' | '凉菜' | '主食' | '汤羹' | '甜品' | '饮品';
  /** Yuan. */
  readonly price: number;
  readonly popularity: number;
}

function dishes(
  category: Dish['category'],
  prefix: string,
  list: readonly (readonly [string, string, number, number])[],
): Dish[] {
  return list.map(([name, nameEn, price, popularity], i) => {
    return { id: `${prefix}${String(i + 1).padStart(2, '0')}`, name, nameEn, category, price, popularity };
  });
}

/** What the kitchen makes a party's main dish of: one is in every order. */
export const MAINS: readonly Dish[] = [
  ...dishes('热菜', 'H', [
    ['招牌红烧肉', 'red-braised pork', 58, 10],
    ['酸菜鱼', 'pickled cabbage fish', 68, 9],
    ['宫保鸡丁', 'kung pao chicken', 38, 9],
    ['麻婆豆腐', 'mapo tofu', 26, 8],
    ['小炒黄牛肉', 'stir-fried beef', 56, 7],
    ['梅菜扣肉', 'pork with preserved greens', 48, 5],
    ['番茄炒蛋', 'tomato and egg', 24, 7],
    ['干锅花菜', 'dry-pot cauliflower', 32, 6],
    ['糖醋里脊', 'sweet and sour pork', 42, 6],
    ['清蒸鲈鱼', 'steamed sea bass', 78, 3],
    ['三杯鸡', 'three-cup chicken', 46, 4],
  ]),
  ...dishes('主食', 'R', [
    ['葱油拌面', 'scallion oil noodles', 18, 8],
    ['扬州炒饭', 'Yangzhou fried rice', 26, 6],
    ['牛肉面', 'beef noodle soup', 32, 8],
    ['鲜肉小馄饨', 'pork wontons', 20, 6],
  ]),
];

export const SIDES: readonly Dish[] = [
  ...dishes('凉菜', 'C', [
    ['凉拌黄瓜', 'smashed cucumber', 16, 7],
    ['口水鸡', 'chilli chicken', 36, 5],
    ['桂花糯米藕', 'lotus root with osmanthus', 22, 4],
  ]),
  ...dishes('汤羹', 'T', [
    ['西湖牛肉羹', 'West Lake beef soup', 32, 3],
    ['番茄蛋花汤', 'tomato egg soup', 16, 5],
  ]),
  ...dishes('甜品', 'D', [
    ['酒酿圆子', 'rice wine dumplings', 16, 5],
    ['杨枝甘露', 'mango pomelo sago', 22, 5],
  ]),
  ...dishes('饮品', 'B', [
    ['酸梅汤', 'sour plum drink', 12, 8],
    ['桂花乌龙', 'osmanthus oolong', 18, 5],
    ['冰豆浆', 'iced soy milk', 9, 5],
  ]),
  ...dishes('主食', 'M', [['米饭', 'rice', 2, 14]]),
];

export const mainChoice = new Weighted(MAINS.map((dish) => dish.popularity));
export const sideChoice = new Weighted(SIDES.map((dish) => dish.popularity));
