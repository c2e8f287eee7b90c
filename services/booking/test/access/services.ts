import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { AccessModule, type AccessSettings, type DeclaredRoute } from '#access';
import { AppModule as InventoryModule } from '../../../inventory/src/app.module.ts';
import { INVENTORY_CONFIG, type InventoryConfig } from '../../../inventory/src/config.ts';
import { serveOpenApi as serveInventoryApi } from '../../../inventory/src/http/openapi.ts';
import { PaymentsApp } from '../../../payments/test/support/payments-app.ts';
import { serveOpenApi } from '../../src/http/openapi.ts';
import { natsUrl } from '../../../../tools/test-servers/nats.ts';
import { appOn } from '../support/booking-app.ts';

/** A few sessions: there are as many replicas as profiles. */
const SEAT_POOL_SIZE = 4;
/** What is served beside the controllers. */
const DOCUMENT: DeclaredRoute[] = [
  { method: 'GET', path: '/docs', who: 'public' },
  { method: 'GET', path: '/openapi.json', who: 'public' },
];
/** inventory has its document for programs alone. */
const PROGRAMS_DOCUMENT = DOCUMENT.filter(({ path }) => path !== '/docs');

export interface RunningService {
  readonly app: NestFastifyApplication;
  readonly url: string;
  readonly routes: readonly DeclaredRoute[];
  /** What Fastify was told, as "GET /v1/events". */
  readonly registered: readonly string[];
}
type Start = (databaseUrl: string, settings: AccessSettings) => Promise<RunningService>;

/** Every service with an HTTP surface, by the name it has in docs/routes.md. */
export const SERVICES: Readonly<Record<string, Start>> = {
  booking: async (databaseUrl, settings) => {
    const registered: string[] = [];
    const changes = { ...settings, seatPoolSize: SEAT_POOL_SIZE };
    const app = await appOn(databaseUrl, changes, (starting) => {
      serveOpenApi(starting);
      noteRoutes(starting, registered);
    });
    return running(app, DOCUMENT, registered);
  },
  inventory: async (databaseUrl, settings) => {
    const config: InventoryConfig = {
      ...settings,
      host: '127.0.0.1',
      port: 0,
      databaseUrl,
      natsUrl: natsUrl(),
    };
    const module = await Test.createTestingModule({ imports: [InventoryModule] })
      .overrideProvider(INVENTORY_CONFIG)
      .useValue(config)
      .compile();
    const app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter());
    const registered: string[] = [];
    serveInventoryApi(app);
    noteRoutes(app, registered);
    return running(app, PROGRAMS_DOCUMENT, registered);
  },
  payments: async (databaseUrl, settings) => {
    const registered: string[] = [];
    const { app } = await PaymentsApp.start(settings, databaseUrl, (starting) =>
      noteRoutes(starting, registered),
    );
    return running(app, PROGRAMS_DOCUMENT, registered);
  },
};

function noteRoutes(app: NestFastifyApplication, registered: string[]): void {
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRoute', ({ method, url }) => {
      for (const one of [method].flat()) registered.push(`${one} ${url}`);
    });
}

async function running(
  app: NestFastifyApplication,
  document: readonly DeclaredRoute[],
  registered: readonly string[],
): Promise<RunningService> {
  await app.listen(0, '127.0.0.1');
  const routes = [...app.get(AccessModule).routes(), ...document];
  return { app, url: await app.getUrl(), routes, registered };
}
