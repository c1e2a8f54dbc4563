import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { dataFolder } from '../../flow/data-folder.ts';
import { responseOf } from '../../flow/survey-calls.ts';

test('a half-written file waits for the rest of it', async () => {
  const folder = await dataFolder();
  try {
    const text = ['one', 'two', 'three'].map((id) => `${JSON.stringify(responseOf(id, 9))}\n`).join('');
    const middle = text.indexOf('two') + 40;
    const path = join(folder.root, 'responses.jsonl');
    await appendFile(path, text.slice(0, middle));
    const importing = folder.import('survey', path);
    await sleep(200);
    await appendFile(path, text.slice(middle, -20));
    await sleep(200);
    await appendFile(path, text.slice(-20));
    const [report] = await importing;
    expect(report).toMatchObject({ recordCount: 3, landed: { survey_response: 3 }, quarantinedCount: 0 });
  } finally {
    await folder.remove();
  }
});
