import { createHash } from 'node:crypto';
import type { PaymentRow } from '../payments/payment-statements.js';
import { escaped } from './html.js';
import { moment, money, timeLeft } from './plain-words.js';
import { STYLE } from './pay-page-style.js';

const styleHash = createHash('sha256').update(STYLE).digest('base64');

/** Nothing but our own style and our own form; in nobody's frame, in nobody's cache. */
export const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': [
    "default-src 'none'",
    `style-src 'sha256-${styleHash}'`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
} as const;

const page = (title: string, content: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${content}
</main>
<footer>lastseat payments, a provider for tests: no money is moved here.</footer>
</body>
</html>
`;

/** A payment as its customer sees it, in whatever state it is. */
export const payPage = (payment: PaymentRow): string =>
  payment.status === 'open' ? openPage(payment) : settledPage(payment, SETTLED[payment.status]);

export const unknownPaymentPage = (): string =>
  page(
    'No such payment',
    '<h1>No such payment</h1>\n<p>Nothing is to be paid here. Go back to the shop.</p>',
  );

const openPage = (payment: PaymentRow): string => {
  const { payment_id: id, description, reference, expires_at: until, now } = payment;
  const amount = money(payment.amount, payment.currency);
  const content = `<h1>Pay <span class="amount">${escaped(amount)}</span></h1>
<dl>
<dt>For</dt><dd>${escaped(description || reference)}</dd>
<dt>Reference</dt><dd class="small">${escaped(reference)}</dd>
<dt>Until</dt>
<dd><time datetime="${until.toISOString()}">${escaped(moment(until))}</time>, ${timeLeft(until, now)}</dd>
</dl>
<form method="post" action="/pay/${id}">
<button name="action" value="pay">Pay ${escaped(amount)}</button>
<button name="action" value="decline" class="second">Decline</button>
</form>`;
  return page(`Pay ${amount}`, content);
};

interface Settled {
  readonly mark: 'good' | 'bad';
  readonly title: string;
  readonly says: (amount: string, payment: PaymentRow) => string;
}

const SETTLED: Record<Exclude<PaymentRow['status'], 'open'>, Settled> = {
  captured: { mark: 'good', title: 'Paid', says: (amount) => `${amount} was paid.` },
  refunded: {
    mark: 'good',
    title: 'Given back',
    says: (amount) => `${amount} was paid, and all of it has been given back.`,
  },
  cancelled: {
    mark: 'bad',
    title: 'Declined',
    says: () => 'Nothing was paid, and this payment can no longer be made.',
  },
  expired: {
    mark: 'bad',
    title: 'Too late',
    says: (_, payment) => `The time to pay was over at ${moment(payment.expires_at)}. Nothing was paid.`,
  },
};

const settledPage = (payment: PaymentRow, { mark, title, says }: Settled): string => {
  const { description, reference, return_url: back } = payment;
  const told = says(money(payment.amount, payment.currency), payment);
  const content = `<h1 class="${mark}">${title}</h1>
<p>${escaped(told)}</p>
<dl>
<dt>For</dt><dd>${escaped(description || reference)}</dd>
<dt>Reference</dt><dd class="small">${escaped(reference)}</dd>
</dl>${back === null ? '' : `\n<p><a href="${escaped(back)}">Back to the shop</a></p>`}`;
  return page(title, content);
};
