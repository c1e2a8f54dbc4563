/** One CSV file: a header and its records, each as it stands in the file, with its line end. */
export interface CsvFile {
  readonly name: string;
  readonly header: string;
  readonly records: readonly (string | Buffer)[];
}

const BOM = '\ufeff';

/** An id as the dataset has them: 32 hex digits. */
export function hex(kind: string, number: number): string {
  return `${kind}${String(number).padStart(31, '0')}`;
}

const order = (i: number) => hex('a', i);
const line = (...cells: (string | number)[]) => `${cells.join(',')}\n`;
const times = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i + 1));
const day = (i: number) => `2018-03-0${1 + (i % 5)}`;

/**
 * Twelve orders in the shape of the nine Olist files, with everything in them that real files have wrong. A comment at
 * a record says what becomes of it when it is not simply landed.
 */
export const OLIST_FILES: readonly CsvFile[] = [
  {
    name: 'olist_orders_dataset.csv',
    header:
      'order_id,customer_id,order_status,order_purchase_timestamp,order_approved_at,order_delivered_carrier_date,order_delivered_customer_date,order_estimated_delivery_date\n',
    records: [
      ...times(10, (i) =>
        line(
          order(i),
          hex('b', i),
          'delivered',
          `${day(i)} 10:0${i % 10}:00`,
          `${day(i)} 11:00:00`,
          '2018-03-06 09:00:00',
          i % 3 === 0 ? '2018-03-09 12:00:00' : '2018-03-07 12:00:00',
          '2018-03-08 00:00:00',
        ),
      ),
      line(order(11), hex('b', 11), 'canceled', '2018-03-01 23:30:00', '', '', '', '2018-03-08 00:00:00'),
      line(order(12), hex('b', 12), 'shipped', '02/03/2018 10:00', '', '', '', '2018-03-08 00:00:00'), // a date in another format
    ],
  },
  {
    name: 'olist_order_items_dataset.csv',
    header: 'order_id,order_item_id,product_id,seller_id,shipping_limit_date,price,freight_value\n',
    records: [
      ...times(11, (i) =>
        line(order(i), 1, hex('c', 1 + (i % 3)), hex('d', 1 + (i % 2)), `${day(i)} 23:00:00`, `${i}0.90`, '7.50'),
      ),
      line(order(12), 1, hex('c', 1), hex('d', 1), '2018-03-02 23:00:00', '"39,90"', '7.50'), // a number that is none
    ],
  },
  {
    name: 'olist_order_payments_dataset.csv',
    header: 'order_id,payment_sequential,payment_type,payment_installments,payment_value\n',
    records: [
      ...times(6, (i) => line(order(i), 1, 'credit_card', 2, `${i}8.40`)),
      `${order(7)},1,boleto\n`, // cut off: too few columns
      ...times(4, (i) => line(order(7 + i), 2, 'voucher', 1, '5')),
    ],
  },
  {
    name: 'olist_order_reviews_dataset.csv',
    header:
      'review_id,order_id,review_score,review_comment_title,review_comment_message,review_creation_date,review_answer_timestamp\n',
    records: [
      ...times(7, (i) => line(hex('e', i), order(i), 1 + (i % 5), '', '', '2018-03-09 00:00:00', `2018-03-1${i % 2} 08:00:00`)),
      line(
        hex('e', 8),
        order(8),
        5,
        '"Ótimo, ""nota 10"""',
        '"Chegou\r\nantes,\nque bom"',
        '2018-03-09 00:00:00',
        '2018-03-10 09:00:00',
      ),
      line(hex('e', 8), order(9), 5, '', 'mesma resposta', '2018-03-09 00:00:00', '2018-03-10 09:00:00'), // one review for two orders
      line(hex('e', 9), order(10), 4, '', 'tela de 15" boa', '2018-03-09 00:00:00', '2018-03-10 10:00:00'), // a quote that encloses nothing
      line(hex('e', 9), order(10), 2, '', 'mudei de ideia', '2018-03-09 00:00:00', '2018-03-11 10:00:00'), // answered again: the later one counts
      line(hex('e', 10), order(11), 'five', '', '', '2018-03-09 00:00:00', '2018-03-10 10:00:00'), // a number that is none
      line(hex('e', 11), order(11), 1, '', '"never closed', '2018-03-09 00:00:00', '2018-03-10 10:00:00'), // no record any more
    ],
  },
  {
    name: 'olist_customers_dataset.csv',
    header: `${BOM}customer_id,customer_unique_id,customer_zip_code_prefix,customer_city,customer_state\n`,
    records: [
      ...times(10, (i) => line(hex('b', i), hex('f', 1 + (i % 4)), '01310', 'sao paulo', 'SP')),
      Buffer.from(line(hex('b', 11), hex('f', 1), '01310', 's\u00e3o paulo', 'SP'), 'latin1'), // not UTF-8
      line(hex('b', 12), hex('f', 1), '01310', 'são paulo', 'SP'),
    ],
  },
  {
    name: 'olist_sellers_dataset.csv',
    header: '"seller_id","seller_zip_code_prefix","seller_city","seller_state"\r\n',
    records: [`"${hex('d', 1)}","04726","sao paulo","SP"\r\n`, `"${hex('d', 2)}","70740","brasilia","DF"\r\n`],
  },
  {
    name: 'olist_products_dataset.csv',
    header:
      'product_id,product_category_name,product_name_lenght,product_description_lenght,product_photos_qty,product_weight_g,product_length_cm,product_height_cm,product_width_cm\n',
    records: [
      line(hex('c', 1), 'beleza_saude', 51, 1069, 1, 1467, 23, 16, 20),
      line(hex('c', 2), '', '', '', '', 300, 10, 10, 10),
      line(hex('c', 3), 'moveis', 1, 2, 3, '', '', '', ''),
    ],
  },
  {
    name: 'olist_geolocation_dataset.csv',
    header: 'geolocation_zip_code_prefix,geolocation_lat,geolocation_lng,geolocation_city,geolocation_state\n',
    records: [line('01310', '-23.56', '-46.65', 'sao paulo', 'SP'), line('01310', '23°S', '-46.65', 'sao paulo', 'SP')], // a number that is none
  },
  {
    name: 'product_category_name_translation.csv',
    header: `${BOM}product_category_name,product_category_name_english\n`,
    records: [line('beleza_saude', 'health_beauty'), line('moveis', 'furniture')],
  },
];

/** The bytes of a file that holds these records. */
export function csvBytes({ header, records }: Pick<CsvFile, 'header' | 'records'>): Buffer {
  return Buffer.concat([header, ...records].map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
}

/** A file cut into pieces of a few records, each with the header. */
export function piecesOf(file: CsvFile, recordsEach: number): CsvFile[] {
  const pieces: CsvFile[] = [];
  for (let from = 0; from < file.records.length; from += recordsEach) {
    const records = file.records.slice(from, from + recordsEach);
    pieces.push({ ...file, name: `${String(pieces.length)}-${file.name}`, records });
  }
  return pieces;
}
