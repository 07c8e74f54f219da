// What people do in a browser, in a real one. Environment: GATEWAY (URL), PASSWORD (of admin), BROWSER (executable), SHOTS (directory).
import assert from 'node:assert/strict';
import { after, before, beforeEach, afterEach, test } from 'node:test';
import { chromium } from 'playwright-core';

const { GATEWAY, PASSWORD, BROWSER, SHOTS } = process.env;
let browser, context, page, complaints;

before(async () => {
  browser = await chromium.launch({ executablePath: BROWSER, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
});
after(() => browser.close());

beforeEach(async () => {
  context = await browser.newContext({ baseURL: GATEWAY, viewport: { width: 1100, height: 700 } });
  context.setDefaultTimeout(30_000);
  page = await open();
});
afterEach(() => context.close());

/** A page whose script errors, refused resources and blocked content fail the test. */
async function open() {
  const page = await context.newPage();
  complaints = [];
  page.on('pageerror', error => complaints.push(String(error)));
  page.on('console', message => { if (message.type() === 'error') complaints.push(`${message.text()} ${message.location().url}`); });
  return page;
}

async function signIn(page) {
  await page.goto('rtl/tracelogger/');
  await page.getByLabel('Name').fill('admin');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'TraceLogger' }).waitFor();
}

test('a session counts the visits of one browser and not of another', async () => {
  for (const count of ['1', '2', '3']) {
    await page.goto('counter.lsp');
    assert.equal((await page.textContent('body')).trim(), count);
  }
  const other = await browser.newContext({ baseURL: GATEWAY });
  const stranger = await other.newPage();
  await stranger.goto('counter.lsp');
  assert.equal((await stranger.textContent('body')).trim(), '1');
  await other.close();
});

test('a form posts what was typed, in UTF-8', async () => {
  await page.goto('form.lsp');
  await page.getByLabel('Text').fill('Grüße & <b>✓</b>');
  await page.getByRole('button', { name: 'Send' }).click();
  assert.equal(await page.textContent('#said'), 'Grüße & <b>✓</b>');
});

test('a file is uploaded by a multipart form', async () => {
  await page.goto('form.lsp');
  await page.setInputFiles('input[type=file]', { name: 'data.bin', mimeType: 'application/octet-stream', buffer: Buffer.alloc(300_000, 7) });
  await page.getByRole('button', { name: 'Upload' }).click();
  assert.equal(await page.textContent('#uploaded'), 'data.bin 300000');
});

test('a form login keeps the user until the logout', async () => {
  await page.goto('guarded/');
  await page.fill('[name=ba_username]', 'anna');
  await page.fill('[name=ba_password]', 'wrong');
  await page.click('button');
  assert.match(await page.textContent('body'), /please/);
  await page.fill('[name=ba_username]', 'anna');
  await page.fill('[name=ba_password]', 'secret');
  await page.click('button');
  assert.match(await page.textContent('body'), /in as anna/);
  await page.goto('guarded/');
  assert.match(await page.textContent('body'), /in as anna/);
  await page.goto('logout.lsp');
  await page.goto('guarded/');
  assert.match(await page.textContent('body'), /please/);
});

test('server-sent events and WebSocket messages arrive', async () => {
  await page.goto('live.html');
  await page.waitForFunction(() => document.getElementById('events').textContent === '1 2 3 ');
  await page.waitForFunction(() => document.getElementById('socket').textContent === 'echo hello echo ✓ 65000 ');
  assert.deepEqual(complaints, []);
});

test('the TraceLogger shows the trace live', async () => {
  await signIn(page);
  await page.getByRole('status').filter({ hasText: /^live$/ }).waitFor();
  await page.getByLabel('requests').check();
  for (let i = 1; i <= 3; i++) await page.request.get(`trace.lsp?x=number%20${i}`);
  const log = page.locator('#log');
  await log.filter({ hasText: 'traced number 3' }).waitFor();
  await log.filter({ hasText: 'GET /trace.lsp?x=number%203' }).waitFor();
  await page.request.get('broken.lsp', { failOnStatusCode: false });
  await log.filter({ hasText: 'broken.lsp:1: no such sensor' }).waitFor();
  await page.screenshot({ path: `${SHOTS}/tracelogger.png` });
  await page.getByRole('searchbox').fill('number 2');
  await page.waitForFunction(() => !document.getElementById('log').textContent.includes('number 3'));
  assert.match(await log.textContent(), /traced number 2/);
  await page.getByRole('searchbox').fill('');
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.request.get('trace.lsp?x=while%20paused');
  await page.getByRole('button', { name: 'Clear' }).click();
  await page.getByRole('button', { name: 'Go on' }).click();
  assert.deepEqual(complaints, []);
});

test('another browser takes the TraceLogger over, and the first says so', async () => {
  await signIn(page);
  await page.getByRole('status').filter({ hasText: /^live$/ }).waitFor();
  const second = await open();
  await second.goto('rtl/tracelogger/');
  await second.getByRole('status').filter({ hasText: /^live$/ }).waitFor();
  await page.getByRole('status').filter({ hasText: 'another browser has taken over' }).waitFor();
});

test('a wrong password is refused with a word, and the page fits a phone', async () => {
  await page.setViewportSize({ width: 360, height: 640 });
  await page.goto('rtl/tracelogger/');
  await page.getByLabel('Name').fill('admin');
  await page.getByLabel('Password').fill('wrong');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('alert').filter({ hasText: 'Wrong name or password' }).waitFor();
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  await page.screenshot({ path: `${SHOTS}/login.png` });
});
