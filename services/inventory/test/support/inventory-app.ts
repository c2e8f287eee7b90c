import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { JetStreamTransport } from '#messaging';
import { AppModule } from '../../src/app.module.js';
import { INVENTORY_CONFIG, type InventoryConfig } from '../../src/config.js';

/** The whole service inside the test's process, on real servers. */
export async function inventoryApp(
  databaseUrl: string,
  natsUrl: string,
  changes: Partial<InventoryConfig> = {},
): Promise<NestFastifyApplication> {
  const config: InventoryConfig = {
    profile: 'lab',
    adminToken: undefined,
    host: '127.0.0.1',
    port: 0,
    databaseUrl,
    natsUrl,
    ...changes,
  };
  const module = await Test.createTestingModule({ imports: [AppModule] })
    .overrideProvider(INVENTORY_CONFIG)
    .useValue(config)
    .compile();
  const app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter());
  app.connectMicroservice({ strategy: app.get(JetStreamTransport) }, { inheritAppConfig: false });
  await app.startAllMicroservices();
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return app;
}
