import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PaymentsApp } from './support/payments-app.ts';

// real: PostgreSQL and the whole service
const MINUTES_5_MS = 300_000;
const inFiveMinutes = (): string => new Date(Date.now() + MINUTES_5_MS).toISOString();

let payments: PaymentsApp;
beforeAll(async () => {
  payments = await PaymentsApp.start();
});
afterAll(() => payments.close());

const open = (paymentId: string) => payments.send('GET', `/pay/${paymentId}`, undefined, {});

describe('the page of an open payment', () => {
  it('says what is paid for, how much and until when, and has two buttons', async () => {
    const { paymentId } = await payments.create({ expiresAt: inFiveMinutes() });
    const { status, headers, text } = await open(paymentId);
    expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(text).toContain('<span class="amount">€65.00</span>');
    expect(text).toContain('<dd>Concert: A1</dd>');
    expect(text).toMatch(/<time datetime="2.*Z">.* UTC<\/time>, 4 minutes left/);
    expect(text).toContain(`<form method="post" action="/pay/${paymentId}">`);
    const buttons = [...text.matchAll(/<button name="action" value="(\w+)"/g)].map(([, value]) => value);
    expect(buttons).toEqual(['pay', 'decline']);
  });

  it.each([
    ['JPY', '¥6,500'],
    ['USD', 'US$65.00'],
    ['BHD', 'BHD 6.500'],
  ])('knows the minor units of %s', async (currency, shown) => {
    const { paymentId } = await payments.create({ currency });
    expect((await open(paymentId)).text.replaceAll('\u00a0', ' ')).toContain(shown);
  });

  it('escapes all that others wrote', async () => {
    const evil = `"><script>alert('x')</script>&amp;`;
    const { paymentId } = await payments.create({
      reference: `<b>${Math.random()}</b>`,
      description: evil,
      returnUrl: `http://127.0.0.1/?"onclick='x'<i>&y`,
    });
    await payments.press(paymentId, 'pay');
    const { text } = await open(paymentId);
    expect(text).not.toMatch(/<script|<b>|<i>|"onclick|alert\('/);
    expect(text).toContain('&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;amp;');
    expect(text).toContain('href="http://127.0.0.1/?&quot;onclick=&#39;x&#39;&lt;i&gt;&amp;y"');
  });

  it('runs no program, is in nobody’s frame and in nobody’s cache', async () => {
    const { paymentId } = await payments.create();
    const { headers, text } = await open(paymentId);
    expect(text).not.toMatch(/<script|javascript:| style=| on\w+=/);
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/]+='; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
    );
    expect(headers['cache-control']).toBe('no-store');
  });
});

describe('its buttons', () => {
  it.each([
    ['pay', 'captured', 'Paid', '€65.00 was paid.'],
    ['decline', 'cancelled', 'Declined', 'Nothing was paid'],
  ])('%s: the payment is %s, and the page says so and leads back', async (action, status, title, says) => {
    const { paymentId } = await payments.create();
    const answer = await payments.press(paymentId, action);
    expect([answer.status, answer.headers['location']]).toEqual([303, `/pay/${paymentId}`]);
    expect((await payments.show(paymentId)).status).toBe(status);
    const { text } = await open(paymentId);
    expect(text).toContain(`<title>${title}</title>`);
    expect(text).toContain(says);
    expect(text).toContain('<a href="http://127.0.0.1:8000/thanks">');
    expect(text).not.toContain('<form');
    // again, or the other one by the back button: it stays as it is
    for (const other of ['pay', 'decline']) {
      expect((await payments.press(paymentId, other)).status).toBe(303);
      expect((await payments.show(paymentId)).status).toBe(status);
    }
  });

  it('are two: any other is refused', async () => {
    const { paymentId } = await payments.create();
    for (const action of ['', 'steal', 'pay&action=decline']) {
      expect((await payments.press(paymentId, action)).status).toBe(400);
    }
    expect((await payments.show(paymentId)).status).toBe('open');
  });
});

describe('the page of a payment that is over', () => {
  it('says that it came too late', async () => {
    const { paymentId } = await payments.create({ expiresAt: new Date(Date.now() - 1_000).toISOString() });
    expect((await payments.press(paymentId, 'pay')).status).toBe(303);
    const { text } = await open(paymentId);
    expect(text).toContain('<title>Too late</title>');
    expect(text).toMatch(/The time to pay was over at .* UTC\. Nothing was paid\./);
    expect((await payments.show(paymentId)).captured).toBe(0);
  });

  it('says that the money was given back, and has no link where there is no way back', async () => {
    const { paymentId } = await payments.create({ returnUrl: null });
    await payments.change(paymentId, 'capture');
    await payments.change(paymentId, 'refunds');
    const { text } = await open(paymentId);
    expect(text).toContain('€65.00 was paid, and all of it has been given back.');
    expect(text).not.toContain('<a ');
  });

  it.each(['pay_000000000000000000000000', 'nothing', '%00', 'pay_0000000000000000000000000000'])(
    'is a page of its own for nobody: %s',
    async (paymentId) => {
      const shown = await open(paymentId);
      expect([shown.status, shown.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
      expect(shown.text).toContain('<h1>No such payment</h1>');
      expect((await payments.press(paymentId, 'pay')).status).toBe(404);
    },
  );
});
