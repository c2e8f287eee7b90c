import { Body, Controller, Get, Module, Put, type Type } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { Access } from './access.js';
import { AccessModule } from './access.module.js';
import type { AccessSettings } from './gate.js';

const ADMIN_TOKEN = 'a-token-of-at-least-32-characters';
const CONFIG = Symbol('Config');

@Controller('things')
class ThingsController {
  @Get(['', 'all'])
  @Access('public')
  list(): string {
    return 'all things';
  }

  @Put(':id')
  @Access('lab')
  change(@Body() body: unknown): unknown {
    return body;
  }

  @Get(':id/secret')
  @Access('admin')
  secret(): string {
    return 'secret';
  }
}

@Controller('forgotten')
class ForgottenController {
  @Get('one')
  @Access('public')
  one(): string {
    return 'one';
  }

  @Get('other')
  other(): string {
    return 'other';
  }
}

let app: NestFastifyApplication;
afterEach(() => app.close());

async function start(controller: Type, settings: AccessSettings): Promise<void> {
  @Module({ providers: [{ provide: CONFIG, useValue: settings }], exports: [CONFIG] })
  class ConfigModule {}
  const module = await Test.createTestingModule({
    imports: [AccessModule.for({ module: ConfigModule, token: CONFIG })],
    controllers: [controller],
  }).compile();
  app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter());
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
}

describe('a service', () => {
  it('does not start with a route that does not say who may use it, and names it', async () => {
    const settings: AccessSettings = { profile: 'lab', adminToken: undefined };
    await expect(start(ForgottenController, settings)).rejects.toThrow(/@Access.*: GET \/forgotten\/other$/);
  });

  it('lists its routes with every path they have', async () => {
    await start(ThingsController, { profile: 'lab', adminToken: undefined });
    expect(app.get(AccessModule).routes()).toEqual([
      { method: 'GET', path: '/things', who: 'public' },
      { method: 'PUT', path: '/things/:id', who: 'lab' },
      { method: 'GET', path: '/things/:id/secret', who: 'admin' },
      { method: 'GET', path: '/things/all', who: 'public' },
    ]);
  });

  it('in production, answers for a closed route as for one that is not there, before it reads a body', async () => {
    await start(ThingsController, { profile: 'production', adminToken: ADMIN_TOKEN });
    const put = (url: string, contentType: string, payload: string) =>
      app.inject({ method: 'PUT', url, payload, headers: { 'content-type': contentType } });
    for (const [type, body] of [
      ['application/json', '{"half": '],
      ['application/json', '{}'],
      ['text/x-unknown', 'x'],
      ['application/json', JSON.stringify('x'.repeat(2_000_000))],
    ] as const) {
      const [closed, unknown] = [await put('/things/1', type, body), await put('/nothing', type, body)];
      expect(closed.statusCode).toBe(404);
      expect([closed.statusCode, closed.body]).toEqual([unknown.statusCode, unknown.body]);
    }
  });

  it('in production, opens the routes of its administrator to him alone', async () => {
    await start(ThingsController, { profile: 'production', adminToken: ADMIN_TOKEN });
    const get = async (authorization: string) =>
      (await app.inject({ url: '/things/1/secret', headers: { authorization } })).statusCode;
    expect(await get(`Bearer ${ADMIN_TOKEN}`)).toBe(200);
    expect(await get(`Bearer ${ADMIN_TOKEN}x`)).toBe(404);
    expect((await app.inject({ url: '/things/1/secret', method: 'HEAD' })).statusCode).toBe(404);
  });

  it('closes what was registered beside the controllers, but for the document of the API', async () => {
    await start(ThingsController, { profile: 'lab', adminToken: undefined });
    expect((await app.inject('/things')).statusCode).toBe(200);
    await app.close();
    const adapter = new FastifyAdapter();
    for (const url of ['/docs', '/openapi.json', '/beside']) adapter.get(url, () => 'found');
    @Module({
      providers: [{ provide: CONFIG, useValue: { profile: 'lab', adminToken: undefined } }],
      exports: [CONFIG],
    })
    class ConfigModule {}
    const imports = [AccessModule.for({ module: ConfigModule, token: CONFIG })];
    app = (await Test.createTestingModule({ imports }).compile()).createNestApplication(adapter);
    await app.init();
    const statuses = ['/docs', '/openapi.json', '/beside'].map(
      async (url) => (await app.inject(url)).statusCode,
    );
    expect(await Promise.all(statuses)).toEqual([200, 200, 404]);
  });
});
