import { dirname, join } from 'node:path';

/** Of services/booking/src: a folder imports from itself and from those after it. */
const BOOKING_ORDER = ['http', 'booking', 'cluster', 'events', 'policy', 'claims', 'outbox', 'ledger', 'db'];
const BOOKING = 'services/booking/src/';
/** Read by every folder; it reads none of them. */
const SETTINGS = 'config';
/** Put the folders together. */
const ROOTS = /^services\/[a-z]+\/src\/(main|migrate|app\.module)\.ts$/;

interface Source {
  readonly path: string;
  readonly text: string;
}

const importsOf = ({ path, text }: Source): string[] =>
  [...text.matchAll(/from '(\.[^']+|#[a-z]+)'/g)].map(([, target = '']) =>
    target.startsWith('.') ? join(dirname(path), target).replace(/\.js$/, '.ts') : `libs/${target.slice(1)}/`,
  );

const rank = (path: string): number => {
  const folder = path.slice(BOOKING.length).split('/')[0]?.replace(/\.ts$/, '') ?? '';
  return folder === SETTINGS ? BOOKING_ORDER.length : BOOKING_ORDER.indexOf(folder);
};

/** Of the same service, or of a library. */
const isOwn = (from: string, to: string): boolean =>
  to.startsWith('libs/') || to.startsWith(from.split('/', 2).join('/'));

function isBreach(from: string, to: string): boolean {
  if (from.startsWith('libs/')) return !to.startsWith('libs/');
  if (/^(lab|bench)\//.test(from)) return /^(services|bench)\//.test(to) && !isOwn(from, to);
  if (!from.startsWith(BOOKING) && from.startsWith('services/')) return !isOwn(from, to);
  if (!from.startsWith(BOOKING) || ROOTS.test(from)) return false;
  if (to.startsWith(BOOKING)) return rank(to) < rank(from);
  return !to.startsWith('libs/');
}

/** Imports against the direction, as "from → to". */
export const breachesOfDirection = (sources: readonly Source[]): string[] =>
  sources.flatMap((source) =>
    importsOf(source)
      .filter((target) => isBreach(source.path, target))
      .map((target) => `${source.path} → ${target}`),
  );
