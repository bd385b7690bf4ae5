import { expect, test } from 'vitest';
import { hostileResult } from '../../test/support/hostile-result.ts';
import { runsPage } from '../site/runs-page.ts';
import { reports } from './index.ts';

const payload = `"><x-owned onload='alert(1)'>\u001b[2J`;
test('a hostile result stays text in every report and on the page of runs', () => {
  const result = hostileResult(payload);
  const pages = {
    ...Object.fromEntries(
      ['html', 'markdown', 'junit', 'github-summary'].map((name) => [
        name,
        reports.get(name)!.render(result),
      ]),
    ),
    runs: runsPage([{ id: payload, result }], { canOverlay: true }),
  };
  for (const [name, text] of Object.entries(pages)) {
    expect(text, name).toContain('x-owned');
    expect(text, name).not.toMatch(/<\/?x-owned/);
  }
  expect(reports.get('table')!.render(result)).not.toContain('\u001b');
  // A workflow command ends at its line; none of the file's texts may begin one.
  expect(
    reports
      .get('github')!
      .render(result)
      .split('\n')
      .filter((line) => !/^(::(error|warning|notice) |$)/.test(line)),
  ).toEqual([]);
});
