import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SQL_DIR } from '../../../local/commands/build.ts';
import { engineFindings, styleFindings } from '../../../warehouse/lint/lint.ts';
import { loadModels } from '../../../warehouse/model.ts';
import { type House, makeHouse } from '../house.ts';

let house: House;
beforeEach(async () => {
  house = await makeHouse();
});
afterEach(() => house.remove());

const yml = (audits = '') => `about: x\ngrain: one\nkey: [x]\ncolumns: { x: { about: x } }\n${audits}`;

describe('the lint', () => {
  it('stops a build and names file, line and remedy of each finding', async () => {
    await house.model('marts/a', 'select\n    1::bigint as x\nqualify true', yml());
    await expect(house.build()).rejects.toThrow(
      /marts\/a\.sql:2: cast by ::: write cast\(x as t\)\n.*marts\/a\.sql:3: qualify: number the rows/,
    );
  });

  it('reads the audits too', async () => {
    await house.model('marts/a', 'select 1 as x', yml('audits: [{ name: half, sql: "select x from a where x > 1.5" }]'));
    await expect(house.build()).rejects.toThrow(/marts\/a\.yml:5: half: decimal literal: /);
  });

  it('names the line of an audit that is written over several', async () => {
    const audits =
      'audits:\n  - { name: none, sql: "select x from a where x < 0" }\n  - name: half\n    sql: |\n      select x\n      from a where x > 1.5';
    await house.model('marts/a', 'select 1 as x', yml(audits));
    await expect(house.build()).rejects.toThrow(/marts\/a\.yml:10: half: decimal literal: /);
  });

  it('finds nothing in our own models', async () => {
    const models = await loadModels(SQL_DIR);
    expect([...engineFindings(models), ...styleFindings(models)]).toEqual([]);
  });
});
