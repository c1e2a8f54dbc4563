import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { BEARERS, type RunningServer, startServer } from './running-server.ts';
import { fillMarts, SampleMarts } from './sample-marts.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

const MINIMUM_N = 10;
const PLACE = "'S001', '店', 'Store', 'east', '东', 'East'";

/** Wilson bound as the textbook writes it, unlike the model's shorter form. */
const wilson = (x: string, n: string, sign: '-' | '+') =>
  `case when sum(${n}) >= ${MINIMUM_N} then (sum(${x}) * 1.0 / sum(${n}) + 1.96 * 1.96 / (2 * sum(${n})) ${sign} 1.96 * sqrt(
    (sum(${x}) * 1.0 / sum(${n})) * (1 - sum(${x}) * 1.0 / sum(${n})) / sum(${n}) + 1.96 * 1.96 / (4.0 * sum(${n}) * sum(${n}))))
    / (1 + 1.96 * 1.96 / sum(${n})) end`;
const share = (x: string, n: string) => `case when sum(${n}) >= ${MINIMUM_N} then sum(${x}) * 1.0 / sum(${n}) end`;
const mean = (x: string) => `case when count(${x}) >= ${MINIMUM_N} then avg(${x}) end`;
const p = 'sum(promoter_count) * 1.0 / sum(nps_n)';
const d = 'sum(detractor_count) * 1.0 / sum(nps_n)';
const nps = (bound: string) => `case when sum(nps_n) >= ${MINIMUM_N} then 100 * (${p} - ${d}) ${bound} end`;
const error = `1.96 * 100 * sqrt(greatest(${p} + ${d} - pow(${p} - ${d}, 2), 0) / sum(nps_n))`;

/** The quantile of t in full, as Abramowitz and Stegun 26.7.5 has it. */
const CES_MEAN = `case when sum(ces_n) >= ${MINIMUM_N} then sum(ces_sum) / sum(ces_n) end`;
const DEGREES = '(sum(ces_n) - 1)';
const QUANTILE = `(1.96 + (pow(1.96, 3) + 1.96) / 4 / ${DEGREES} + (5 * pow(1.96, 5) + 16 * pow(1.96, 3) + 3 * 1.96) / 96 / pow(${DEGREES}, 2)
  + (3 * pow(1.96, 7) + 19 * pow(1.96, 5) + 17 * pow(1.96, 3) - 15 * 1.96) / 384 / pow(${DEGREES}, 3))`;
const CES_MARGIN = `${QUANTILE} * sqrt((sum(ces_squares) - pow(sum(ces_sum), 2) / sum(ces_n)) / ${DEGREES} / sum(ces_n))`;

const ONE_CURRENCY = 'count(distinct currency) = 1';

/** Measures of counts of answers, whatever they are cut by. */
const SCORES = {
  response_count: 'sum(response_count)',
  nps_n: 'sum(nps_n)',
  nps: nps(''),
  nps_low: nps(`- ${error}`),
  nps_high: nps(`+ ${error}`),
  promoter_ratio: share('promoter_count', 'nps_n'),
  detractor_ratio: share('detractor_count', 'nps_n'),
  csat_n: 'sum(csat_n)',
  csat: share('csat_top_count', 'csat_n'),
  csat_low: wilson('csat_top_count', 'csat_n', '-'),
  csat_high: wilson('csat_top_count', 'csat_n', '+'),
  ces_n: 'sum(ces_n)',
  ces: share('ces_easy_count', 'ces_n'),
  ces_low: wilson('ces_easy_count', 'ces_n', '-'),
  ces_high: wilson('ces_easy_count', 'ces_n', '+'),
};

const BY_HAND: Record<string, { mart: string; groups: string[][]; measures: Record<string, string> }> = {
  score: {
    mart: 'score_daily',
    groups: [[], ['org_unit_id'], ['region_id', 'touchpoint'], ['org_unit_id', 'touchpoint', 'source', 'channel']],
    measures: {
      ...SCORES,
      ces_mean: CES_MEAN,
      ces_mean_low: `${CES_MEAN} - ${CES_MARGIN}`,
      ces_mean_high: `${CES_MEAN} + ${CES_MARGIN}`,
    },
  },
  score_segment: {
    mart: 'score_segment_daily',
    groups: [[], ['life_stage'], ['value_tier', 'recency_segment'], ['region_id', 'stage', 'companions']],
    measures: SCORES,
  },
  quality: {
    mart: 'dq_channel_daily',
    groups: [[], ['channel'], ['event_kind', 'channel']],
    measures: {
      event_count: 'sum(event_count)',
      refused_count: 'sum(refused_count)',
      feedback_count: 'sum(feedback_count)',
      refused_ratio: share('refused_count', 'refused_count + event_count'),
      late_ratio: share('late_count', 'event_count'),
      placed_ratio: share('placed_count', 'placeable_count'),
      identified_ratio: share('identified_count', 'identifiable_count'),
      repeated_ratio: share('repeated_count', 'event_count'),
      listening_ratio: share('actionable_count', 'feedback_count'),
    },
  },
  order: {
    mart: 'order_daily',
    groups: [[], ['mode'], ['currency'], ['org_unit_id', 'mode']],
    measures: {
      order_count: 'sum(order_count)',
      cancelled_count: 'sum(cancelled_count)',
      revenue_amount: `case when ${ONE_CURRENCY} then sum(revenue_amount) end`,
      average_order_amount: `case when ${ONE_CURRENCY} then sum(revenue_amount) * 1.0 / (sum(order_count) - sum(cancelled_count)) end`,
      item_count: 'sum(item_count)',
      late_n: 'sum(promised_count)',
      late_ratio: share('late_count', 'promised_count'),
      late_low: wilson('late_count', 'promised_count', '-'),
      late_high: wilson('late_count', 'promised_count', '+'),
    },
  },
  invite: {
    mart: 'invite_daily',
    groups: [[], ['sent_by'], ['org_unit_id', 'touchpoint']],
    measures: {
      delivered_count: 'sum(delivered_count)',
      completed_count: 'sum(completed_count)',
      response_ratio: share('completed_count', 'delivered_count'),
      response_low: wilson('completed_count', 'delivered_count', '-'),
      response_high: wilson('completed_count', 'delivered_count', '+'),
    },
  },
  journey: {
    mart: 'journey_stage_daily',
    groups: [[], ['stage'], ['org_unit_id', 'stage']],
    measures: {
      reached_count: 'sum(reached_count)',
      before_next_count: 'sum(before_next_count)',
      conversion_ratio: share('closed_count - dropped_count', 'closed_count'),
      conversion_low: wilson('closed_count - dropped_count', 'closed_count', '-'),
      conversion_high: wilson('closed_count - dropped_count', 'closed_count', '+'),
      closed_count: 'sum(closed_count)',
      dropoff_ratio: share('dropped_count', 'closed_count'),
      open_count: 'sum(open_count)',
      repeat_count: 'sum(repeat_count)',
      back_count: 'sum(back_count)',
    },
  },
  flow: {
    mart: 'journey_edge_daily',
    groups: [[], ['from_stage', 'to_stage']],
    measures: { move_count: 'sum(move_count)' },
  },
  ticket: {
    mart: 'ticket_time',
    groups: [[], ['topic'], ['org_unit_id', 'status']],
    measures: {
      ticket_count: 'count(*)',
      first_reply_minutes: mean('first_reply_minutes'),
      replied_n: 'count(first_reply_minutes)',
      resolution_minutes: mean('resolution_minutes'),
      resolved_n: 'count(resolution_minutes)',
      reopen_count: 'sum(reopen_count)',
    },
  },
  competitor: {
    mart: 'competitor_daily',
    groups: [[], ['competitor_name_en']],
    measures: {
      mention_count: 'sum(mention_count)',
      pleased_count: 'sum(pleased_count)',
      displeased_count: 'sum(displeased_count)',
    },
  },
  segment: {
    mart: 'contact_segment',
    groups: [[], ['value_tier'], ['recency_segment', 'life_stage'], ['taste_segment', 'previous_value_tier']],
    measures: {
      contact_count: 'count(distinct contact_id)',
      value_score: mean('value_score'),
      growth_score: mean('growth_score'),
      loyalty_score: mean('loyalty_score'),
      premium_score: mean('premium_score'),
    },
  },
  contact: {
    mart: 'contact',
    groups: [[], ['arrival_channel'], ['is_member', 'is_shared']],
    measures: { contact_count: 'count(*)', identifier_count: 'sum(identifier_count)' },
  },
  feedback: {
    mart: 'feedback',
    groups: [[], ['org_unit_id'], ['is_late', 'nps_score']],
    measures: { feedback_count: 'count(*)' },
  },
};

const marts = new SampleMarts();
let server: RunningServer;
let byHand: DuckDBConnection;

beforeAll(async () => {
  const instance = await DuckDBInstance.create(':memory:');
  byHand = await instance.connect();
  server = await startServer({ marts, minimumN: MINIMUM_N });
});

afterAll(async () => {
  byHand.closeSync();
  await server.stop();
});

async function publish(fill: (connection: DuckDBConnection) => Promise<void>) {
  for (const mart of [...Object.values(BY_HAND).map(({ mart }) => mart), 'target', 'score_change', 'best'])
    await byHand.run(`drop table if exists ${mart}`);
  await fill(byHand);
  marts.publish(fill);
}

const numeric = (value: unknown) => (value === null || value === undefined ? null : Number(value));

describe('every measure equals a query written by hand', () => {
  it.each([11, 12, 13])('over random marts %i', async (seed) => {
    await publish((connection) => fillMarts(connection, seed));
    let compared = 0;
    for (const [name, { mart, groups, measures }] of Object.entries(BY_HAND)) {
      const view = `analyst_${name}`;
      for (const group of groups) {
        const columns = Object.entries(measures).map(([measure, sql]) => `(${sql})::double as ${measure}`);
        const keys = group.map((column) => `${column}::varchar as ${column}`);
        const order = group.length > 0 ? `group by all order by ${group.join(', ')}` : '';
        const expected = (
          await byHand.runAndReadAll(`select ${[...keys, ...columns].join(', ')} from ${mart} ${order}`)
        ).getRowObjectsJson();
        const rows = await server.rows(BEARERS.analyst, {
          measures: Object.keys(measures).map((measure) => `${view}.${measure}`),
          dimensions: group.map((column) => `${view}.${column}`),
        });
        const keyOf = (row: Record<string, unknown>, prefix: string) =>
          group.map((column) => String(row[prefix + column])).join('|');
        const answered = new Map(rows.map((row) => [keyOf(row, `${view}.`), row]));
        expect(answered.size).toBe(expected.length);
        for (const wanted of expected) {
          const got = answered.get(keyOf(wanted, ''));
          for (const measure of Object.keys(measures)) {
            const [a, b] = [numeric(got?.[`${view}.${measure}`]), numeric(wanted[measure])];
            if (b === null) expect(a, `${view}.${measure}`).toBeNull();
            else expect(a, `${view}.${measure} ${keyOf(wanted, '')}`).toBeCloseTo(b, 9);
            compared += 1;
          }
        }
      }
    }
    expect(compared).toBeGreaterThan(300);
  });

  it('is the whole of what the views offer', async () => {
    const meta = await server.get('/v1/meta', await server.token(BEARERS.analyst));
    const names = (meta.body['cubes'] as { measures: { name: string }[] }[]).flatMap((cube) =>
      cube.measures.map(({ name }) => name),
    );
    const tested = Object.entries(BY_HAND).flatMap(([name, { measures }]) =>
      Object.keys(measures).map((measure) => `analyst_${name}.${measure}`),
    );
    expect(names.toSorted()).toEqual(tested.toSorted());
  });
});

function scoreRow(
  store: string,
  counts: {
    n: number;
    promoters?: number;
    passives?: number;
    detractors?: number;
    csatN?: number;
    top?: number;
    cesN?: number;
    easy?: number;
  },
) {
  const { n, promoters = 0, passives = 0, detractors = 0, csatN = 0, top = 0, cesN = 0, easy = 0 } = counts;
  return `(date '2026-11-01', ${PLACE.replace('S001', store)}, 'dine_in_meal', 'survey', 'survey', ${n}, ${n}, ${promoters}, ${passives}, ${detractors}, ${csatN}, ${top}, ${cesN}, ${easy}, ${3 * cesN + 3 * easy}, ${9 * cesN + 27 * easy})`;
}

async function publishScores(...rows: string[]) {
  await publish(async (connection) => {
    await fillMarts(connection, 1);
    await connection.run(`delete from score_daily`);
    if (rows.length > 0) await connection.run(`insert into score_daily values ${rows.join(',')}`);
  });
}

const scoreOf = async (store: string, ...measures: string[]) => {
  const filters = [{ member: 'analyst_score.org_unit_id', operator: 'equals', values: [store] }];
  const [row] = await server.rows(BEARERS.analyst, { measures: measures.map((measure) => `analyst_score.${measure}`), filters });
  return measures.map((measure) => numeric(row?.[`analyst_score.${measure}`]));
};

describe('definitions', () => {
  it('gives NPS 33.33 and variance 5/9 for shares of a half, a third and a sixth', async () => {
    await publishScores(scoreRow('S1', { n: 600, promoters: 300, passives: 200, detractors: 100 }));
    const [score, low] = await scoreOf('S1', 'nps', 'nps_low');
    expect(score).toBeCloseTo(100 / 3, 9);
    expect((((score ?? 0) - (low ?? 0)) / 196) ** 2 * 600).toBeCloseTo(5 / 9, 9);
  });

  it('gives the Wilson bounds of the two textbook cases', async () => {
    await publishScores(scoreRow('S1', { n: 0, csatN: 259, top: 209 }), scoreRow('S2', { n: 0, csatN: 143, top: 118 }));
    expect((await scoreOf('S1', 'csat_low'))[0]).toBeCloseTo(0.7545, 4);
    expect((await scoreOf('S2', 'csat_low'))[0]).toBeCloseTo(0.7546, 4);
  });

  it('has an interval without width where everybody agrees', async () => {
    await publishScores(scoreRow('S1', { n: 30, promoters: 30 }));
    expect(await scoreOf('S1', 'nps', 'nps_low', 'nps_high')).toEqual([100, 100, 100]);
  });
});

describe('the minimum n', () => {
  const values = [
    'nps',
    'nps_low',
    'nps_high',
    'promoter_ratio',
    'detractor_ratio',
    'csat',
    'csat_low',
    'csat_high',
    'ces',
    'ces_low',
    'ces_high',
    'ces_mean',
    'ces_mean_low',
    'ces_mean_high',
  ];

  it('hides every value one answer below it and keeps the n', async () => {
    await publishScores(scoreRow('S1', { n: 9, promoters: 5, passives: 2, detractors: 2, csatN: 9, top: 5, cesN: 9, easy: 5 }));
    expect(await scoreOf('S1', ...values)).toEqual(values.map(() => null));
    expect(await scoreOf('S1', 'nps_n', 'csat_n', 'ces_n')).toEqual([9, 9, 9]);
  });

  it('shows every value at it', async () => {
    await publishScores(
      scoreRow('S1', { n: 10, promoters: 5, passives: 3, detractors: 2, csatN: 10, top: 5, cesN: 10, easy: 5 }),
    );
    expect((await scoreOf('S1', ...values)).every((value) => value !== null)).toBe(true);
  });

  it('the mean of effort has the t interval of ten answers', async () => {
    await publishScores(scoreRow('S1', { n: 10, cesN: 10, easy: 5 }));
    // five answers of 6 and five of 3: a mean of 4.5 with a standard error of 0.5; t at 0.975 with nine degrees of freedom is 2.2622
    const [mean, low, high] = await scoreOf('S1', 'ces_mean', 'ces_mean_low', 'ces_mean_high');
    expect(mean).toBeCloseTo(4.5, 9);
    expect(low).toBeCloseTo(4.5 - 1.1311, 3);
    expect(high).toBeCloseTo(4.5 + 1.1311, 3);
  });

  it('counts the n of the group that is asked, and not of the rows', async () => {
    await publishScores(scoreRow('S1', { n: 6, promoters: 6 }), scoreRow('S1', { n: 6, detractors: 6 }));
    expect(await scoreOf('S1', 'nps', 'nps_n')).toEqual([0, 12]);
  });

  it('cannot be got round by a filter on the hidden value', async () => {
    await publishScores(scoreRow('S1', { n: 9, promoters: 9 }));
    for (const operator of ['gt', 'lte']) {
      const filters = [{ member: 'analyst_score.nps', operator, values: ['50'] }];
      expect(await server.rows(BEARERS.analyst, { measures: ['analyst_score.nps_n'], filters })).toEqual([]);
    }
  });

  it('is null and not 0 where nobody answered', async () => {
    await publishScores();
    expect(await scoreOf('S1', 'nps', 'csat')).toEqual([null, null]);
  });
});

describe('money', () => {
  it('is never added over currencies: empty for both together, there for each', async () => {
    await publish((connection) => fillMarts(connection, 3));
    const measures = ['analyst_order.revenue_amount', 'analyst_order.average_order_amount', 'analyst_order.order_count'];
    const [both] = await server.rows(BEARERS.analyst, { measures });
    expect(both).toMatchObject({ 'analyst_order.revenue_amount': null, 'analyst_order.average_order_amount': null });
    expect(Number(both?.['analyst_order.order_count'])).toBeGreaterThan(0);
    const each = await server.rows(BEARERS.analyst, { measures, dimensions: ['analyst_order.currency'] });
    expect(each.map((row) => row['analyst_order.currency']).toSorted()).toEqual(['BRL', 'CNY']);
    expect(each.every((row) => Number(row['analyst_order.revenue_amount']) > 0)).toBe(true);
  });
});

describe('text that is looked for', () => {
  const wordsOf = async (operator: string, value: string) => {
    const filters = [{ member: 'analyst_feedback.comment', operator, values: [value] }];
    const rows = await server.rows(BEARERS.analyst, { dimensions: ['analyst_feedback.comment'], filters });
    return rows.map((row) => row['analyst_feedback.comment']).toSorted();
  };

  it.each<[string, string, string[]]>([
    ['contains', '_', ['a_b', 'a_b 100%']],
    ['startsWith', 'a_', ['a_b', 'a_b 100%']],
    ['contains', '100%', ['a_b 100%']],
    ['endsWith', '0%', ['a_b 100%']],
    ['contains', '\\', ['back\\slash']],
    ['contains', 'SLASH', ['back\\slash']],
    ['contains', "o'", ["o'clock"]],
    ['notContains', '_', ['axb', 'back\\slash', "o'clock"]],
    ['notStartsWith', 'a_', ['axb', 'back\\slash', "o'clock"]],
  ])('%s %s means the very letters', async (operator, value, found) => {
    await publish(async (connection) => {
      await fillMarts(connection, 1);
      await connection.run(`delete from feedback where comment not like '%2026-11-01-dine_in_meal'`);
      await connection.run(`delete from feedback where org_unit_id <> 'S001'`);
      const one = `select * replace ('v' || n as feedback_id, words as comment) from feedback`;
      const words = ['a_b', 'axb', 'a_b 100%', 'back\\slash', "o'clock"].map((text, n) => `(${n}, '${text.replace("'", "''")}')`);
      await connection.run(`create table said as ${one}, (values ${words.join(',')}) as t(n, words)`);
      await connection.run('alter table said drop n');
      await connection.run('alter table said drop words');
      await connection.run('delete from feedback');
      await connection.run('insert into feedback from said');
      await connection.run('drop table said');
    });
    expect(await wordsOf(operator, value)).toEqual(found.toSorted());
  });
});

describe('time', () => {
  it('groups and filters business days without moving them, wherever the process is', async () => {
    await publish((connection) => fillMarts(connection, 3));
    const zone = process.env['TZ'];
    process.env['TZ'] = 'America/Los_Angeles';
    try {
      const rows = await server.rows(BEARERS.analyst, {
        measures: ['analyst_order.order_count'],
        timeDimensions: [
          { dimension: 'analyst_order.business_date', granularity: 'day', dateRange: ['2026-11-02', '2026-11-03'] },
        ],
        order: { 'analyst_order.business_date': 'asc' },
      });
      expect(rows.map((row) => row['analyst_order.business_date'])).toEqual([
        '2026-11-02T00:00:00.000',
        '2026-11-03T00:00:00.000',
      ]);
    } finally {
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    }
  });

  it('keeps the milliseconds of an instant', async () => {
    const [row] = await server.rows(BEARERS.analyst, {
      dimensions: ['analyst_feedback.occurred_at'],
      filters: [{ member: 'analyst_feedback.feedback_id', operator: 'equals', values: ['S001-2026-11-01-dine_in_meal'] }],
    });
    expect(row?.['analyst_feedback.occurred_at']).toBe('2026-11-01T04:30:00.125');
  });

  it('compares two ranges in one answer', async () => {
    const query = JSON.stringify({
      measures: ['analyst_order.order_count'],
      timeDimensions: [
        {
          dimension: 'analyst_order.business_date',
          compareDateRange: [
            ['2026-11-01', '2026-11-01'],
            ['2026-11-02', '2026-11-04'],
          ],
        },
      ],
    });
    const reply = await server.get(
      `/v1/load?queryType=multi&query=${encodeURIComponent(query)}`,
      await server.token(BEARERS.analyst),
    );
    const results = reply.body['results'] as { data: Record<string, string>[] }[];
    const expected = (
      await byHand.runAndReadAll(
        "select (business_date > date '2026-11-01') as later, sum(order_count)::varchar as n from order_daily group by 1 order by 1",
      )
    ).getRows();
    expect(results.map(({ data }) => data[0]?.['analyst_order.order_count'])).toEqual(expected.map(([, n]) => n));
    expect(results[0]?.data[0]?.['compareDateRange']).toBe('2026-11-01T00:00:00.000 - 2026-11-01T23:59:59.999');
  });
});

describe('rows of best and of changes', () => {
  it('hide a value below the minimum n, and its n not', async () => {
    await publish((connection) => fillMarts(connection, 11));
    const rows = await server.rows(BEARERS.analyst, {
      dimensions: ['closed_count', 'conversion_ratio', 'nps_n', 'nps', 'nps_status', 'csat_n', 'csat'].map(
        (member) => `analyst_best.${member}`,
      ),
    });
    const told = rows.map((row) => [
      Number(row['analyst_best.nps_n']),
      row['analyst_best.nps'] !== null,
      row['analyst_best.nps_status'] !== null,
      Number(row['analyst_best.closed_count']),
      row['analyst_best.conversion_ratio'] !== null,
    ]);
    expect(told.toSorted((a, b) => Number(a[0]) - Number(b[0]))).toEqual([
      [8, false, false, 9, false],
      [9, false, false, 10, true],
      [10, true, true, 11, true],
      [11, true, true, 12, true],
      [12, true, true, 13, true],
    ]);
  });

  it('are a region’s own for its manager', async () => {
    const units = async (view: string) => {
      const rows = await server.rows(BEARERS.manager, { dimensions: [`${view}.unit_id`] });
      return rows.map((row) => row[`${view}.unit_id`]).toSorted();
    };
    expect(await units('manager_best')).toEqual(['S001', 'S002']);
    expect(await units('manager_change')).toEqual(['S001', 'S002']);
  });
});
