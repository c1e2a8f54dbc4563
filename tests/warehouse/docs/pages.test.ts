import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CONTRACTS } from '../../../contracts/catalogue.ts';
import { SQL_DIR } from '../../../local/commands/build.ts';
import { readCases } from '../../../warehouse/cases/read-cases.ts';
import { relationTypes } from '../../../warehouse/cases/relation-types.ts';
import { docPages, lastBuildOf, type LastBuild } from '../../../warehouse/docs/pages.ts';
import { graphOf } from '../../../warehouse/graph.ts';
import { loadModels } from '../../../warehouse/model.ts';
import { openTestEngine } from '../../sql/engine.ts';
import { addModels, type House, makeHouse, sale, shop } from '../house.ts';

let house: House;
beforeEach(async () => {
  house = await makeHouse();
  await addModels(house);
});
afterEach(() => house.remove());

async function pagesOf(sqlDir: string, contracts: Parameters<typeof graphOf>[1], lastBuild: LastBuild | null) {
  const graph = graphOf(await loadModels(sqlDir), contracts);
  const engine = await openTestEngine();
  const types = await relationTypes(graph, engine);
  engine.close();
  return docPages({ graph, types, cases: await readCases(sqlDir, graph), lastBuild });
}

describe('the pages of the models', () => {
  it('say grain, key, type, unit and origin of each column, audits, and the way it is kept', async () => {
    const page = (await pagesOf(house.sqlDir, [sale, shop], null)).get('stg_sale.html') ?? '';
    expect(page).toContain('One row is one row per sale.');
    expect(page).toContain('Key: event_id · staging · merged from new files, by business_date');
    expect(page).toContain(
      '<td><code>cents</code></td><td>bigint</td><td>cents</td><td>It</td><td><code>lake_sale.cents</code></td>',
    );
    expect(page).toContain('<td>cents not_null</td><td></td><td>stop</td>');
    expect(page).toContain('lake_sale</text>');
    expect(page).toContain('href="sale_list.html"');
    expect(page).not.toContain('stg_shop');
  });

  it('are listed by layer and subject, each with its rule where the name of an audit says none', async () => {
    const audits = `audits: [{ name: few, sql: "select x from a where x > 9" }, { row_count_change: { max_drop_pct: 5 } }]`;
    const columns = 'columns: { x: { about: x, audits: [{ accepted: [1, 2] }] } }';
    const yml = `about: x\ngrain: one\nkey: [x]\n${columns}\n${audits}`;
    await house.model('marts/people/b', 'select 1 as x', yml.replaceAll('from a', 'from b'));
    await house.model('marts/people/a', 'select x from b', yml);
    const pages = await pagesOf(house.sqlDir, [sale, shop], null);
    const found = pages.get('index.html')?.matchAll(/<h2>(.*?)<\/h2>|<td><a href="(\w+)\.html/g) ?? [];
    expect([...found].map(([, heading, model]) => heading ?? model)).toEqual([
      'marts',
      'sale_daily',
      'sale_list',
      'sale_total',
      'marts: people',
      'a',
      'b',
      'staging',
      'stg_sale',
      'stg_shop',
      'Lineage',
    ]);
    expect(pages.get('a.html')).toContain('<td>x accepted</td><td>1, 2</td><td>stop</td>');
    expect(pages.get('a.html')).toContain(
      '<td>few</td><td>no row of <code>select x from a where x &gt; 9</code></td><td>stop</td>',
    );
    expect(pages.get('a.html')).toContain('<td>at most 5 % fewer rows than before</td>');
  });

  it('show rows and time of the last build only when they are given them', async () => {
    await house.landSales('f1', [{ event: 'a', version: 1, day: '2026-11-01', store: 'S1', cents: 1 }]);
    const { manifest } = await house.build();
    const without = await pagesOf(house.sqlDir, [sale, shop], null);
    expect(without.get('stg_sale.html')).toContain('id="last-build"');
    expect([...without.values()].join('')).not.toContain('b000001');
    const withRows = await pagesOf(house.sqlDir, [sale, shop], lastBuildOf(manifest));
    expect(withRows.get('stg_sale.html')).toMatch(/Build b000001 of 2026-11-20T12:00:00.000Z: 1 rows, built in \d+ ms, full/);
  });

  it('let no text of a model become markup', async () => {
    await house.model(
      'marts/odd',
      `select '<script>' as x`,
      'about: a < b & c\ngrain: one\nkey: [x]\ncolumns: { x: { about: "<b>" } }',
    );
    const page = (await pagesOf(house.sqlDir, [sale, shop], null)).get('odd.html') ?? '';
    expect(page).toContain('<p>a &lt; b &amp; c</p>');
    expect(page).toContain('&lt;b&gt;');
    expect(page).toContain('<pre>select &#39;&lt;script&gt;&#39; as x</pre>');
  });

  it('know where every column of our own SQL comes from', async () => {
    const pages = await pagesOf(SQL_DIR, CONTRACTS, null);
    expect([...pages].filter(([, text]) => text.includes('not derived')).map(([name]) => name)).toEqual([]);
    expect(pages.get('int_score_count.html')).toContain('int_feedback.nps_score');
  });
});
