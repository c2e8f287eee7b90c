import type { DeclaredRoute, Who } from '#access';

/** A line of docs/routes.md. */
export interface RouteRow {
  readonly service: string;
  readonly method: string;
  readonly path: string;
  readonly who: string;
  /** Whom it answers in each profile, at the service's own port; nobody: there is no such route. */
  readonly lab: string;
  readonly production: string;
  /** Whether nginx passes it on to the service in production. */
  readonly nginx: string;
}

const WHOM = {
  public: ['anybody', 'anybody'],
  bearer: ["the claim's bearer", "the claim's bearer"],
  shop: ['the shop', 'the shop'],
  admin: ['anybody', 'the administrator'],
  lab: ['anybody', 'nobody'],
  inside: ['anybody', 'anybody'],
} as const satisfies Record<Who, readonly [lab: string, production: string]>;

/** By the path, nginx knows for which service a request is; everything else is booking's. */
const PASSED_ON: Readonly<Record<string, RegExp>> = {
  booking: /^/,
  inventory: /^\/v1\/inventory\//,
  payments: /^\/pay\//,
};

export function routeRow(service: string, { method, path, who }: DeclaredRoute): RouteRow {
  if (who === undefined) throw new Error(`${method} ${path} of ${service} has no @Access`);
  const [lab, production] = WHOM[who];
  const passed = (who === 'public' || who === 'bearer') && PASSED_ON[service]?.test(path) === true;
  return { service, method, path, who, lab, production, nginx: passed ? 'yes' : 'no' };
}

const HEAD = `# Routes

Which route there is, for whom, and where. A test writes it from the \`@Access\` of every route:
\`npx vitest run --project real services/booking/test/access -u\`. Two others read it: every line is asked by a
stranger, the claim's bearer, another claim's bearer, the administrator and two forgers, in both profiles; and
nginx is asked for every line.

- **the claim's bearer** sends \`Authorization: Bearer <claimToken>\`. Anybody else is told that there is no
  such claim (404 \`claim-unknown\`).
- **the administrator** sends \`Authorization: Bearer <LASTSEAT_ADMIN_TOKEN>\`. Anybody else is told that there
  is no such route (404 \`not-found\`), in the very words in which he is told so of a route that never was,
  whatever the body. Without a token in the environment there is no administrator.
- **the shop** sends \`Authorization: Bearer <LASTSEAT_PAYMENTS_KEY>\`. Anybody else is told 401 \`unauthorized\`.
- **nobody**: there is no such route.

nginx in production passes on what it is told to pass on, and nothing else: the administrator works at a
service's own port.

| service | route | who | in the lab | in production | through nginx in production |
|---|---|---|---|---|---|
`;

export const routesPage = (rows: readonly RouteRow[]): string =>
  HEAD +
  rows
    .map(
      ({ service, method, path, who, lab, production, nginx }) =>
        `| ${[service, `\`${method} ${path}\``, who, lab, production, nginx].join(' | ')} |\n`,
    )
    .join('');

const LINE = /^\| (\w+) \| `(\S+) (\S+)` \| (\w+) \| ([^|]+) \| ([^|]+) \| (yes|no) \|$/gm;

/** The lines of the page, as they stand there. */
export const rowsOfPage = (page: string): RouteRow[] =>
  [...page.matchAll(LINE)].map(
    ([, service = '', method = '', path = '', who = '', lab = '', production = '', nginx = '']) => ({
      service,
      method,
      path,
      who,
      lab,
      production,
      nginx,
    }),
  );
