import type { Channel } from '../channel.ts';
import { customers } from './customers.ts';
import { geolocation, productCategoryTranslation } from './lookups.ts';
import { orderItems } from './order-items.ts';
import { orderPayments } from './order-payments.ts';
import { orderReviews } from './order-reviews.ts';
import { orders } from './orders.ts';
import { products } from './products.ts';
import { sellers } from './sellers.ts';

export const channel: Channel = {
  name: 'olist',
  about: 'The public Olist dataset: orders of a Brazilian marketplace and their reviews, as nine CSV files.',
  data: 'X and O',
  source: 'https://www.kaggle.com/datasets/olistbr/brazilian-ecommerce',
  recordTypes: [
    orders,
    orderItems,
    orderPayments,
    orderReviews,
    customers,
    sellers,
    products,
    productCategoryTranslation,
    geolocation,
  ],
};
