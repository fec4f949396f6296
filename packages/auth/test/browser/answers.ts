/**
 * Answers of the Center in the address of a page: what signs nobody in, and what is none of ours.
 *
 * @module
 */
import { ready } from '@cloudlink-center/testing/web-application';
import { expect, test } from 'vitest';
import { type PageApp, type Start } from './page.ts';

declare const app: PageApp;

export function answerTests(start: Start): void {
  test.each([
    ['a state that nobody waits for', '#access_token=t&token_type=bearer&state=rwrong&expires_in=7199'],
    ['no known way', '#access_token=t&token_type=bearer&state=x&expires_in=7199'],
    ['a token that comes twice', '#access_token=t&access_token=u&token_type=bearer&state=r&expires_in=1'],
    ['an error in the query for an unknown state', '?error=unsupported_response_type&state=rwrong'],
  ])('an answer with %s signs nobody in, and is out of the address bar', async (_, answer) => {
    await using web = await start();
    const page = await (await web.context()).newPage();
    await page.goto(`${web.origin}/callback${answer}`);
    await ready(page);
    expect(await page.evaluate(() => [app.failed, app.source.state])).toEqual([
      'state_mismatch',
      'signed-out',
    ]);
    expect(page.url()).toBe(`${web.origin}/callback`);
  });

  test('addresses of the application are left as they are', async () => {
    await using web = await start();
    const page = await (await web.context()).newPage();
    const addresses = [
      '/#/machines?state=encrypted',
      '/machines?state=a&state=b',
      '/x?state=a#disks',
      '/oops?error=500',
      '/callback?error=500&state=a',
    ];
    for (const address of addresses) {
      await page.goto(web.origin + address);
      await ready(page);
      expect(page.url()).toBe(web.origin + address);
      expect(await page.evaluate(() => [app.failed, app.completed])).toEqual([undefined, undefined]);
    }
  });

  test('an OAuth error without a state is told once, and a reload is a new start', async () => {
    await using web = await start();
    const page = await (await web.context()).newPage();
    await page.goto(`${web.origin}/callback?error=unauthorized_client&page=1`);
    await ready(page);
    expect(await page.evaluate(() => app.failed)).toBe('state_mismatch');
    expect(page.url()).toBe(`${web.origin}/callback?page=1`);
    await page.reload();
    await ready(page);
    expect(await page.evaluate(() => app.failed)).toBeUndefined();
  });
}
