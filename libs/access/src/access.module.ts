import {
  type DynamicModule,
  Inject,
  Module,
  NotFoundException,
  type OnModuleInit,
  type Type,
} from '@nestjs/common';
import { DiscoveryModule, DiscoveryService, HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import type { RouteAccess } from './access.js';
import { type DeclaredRoute, declaredRoutes } from './declared-routes.js';
import { type AccessSettings, mayPass } from './gate.js';

const ACCESS_SETTINGS = Symbol('AccessSettings');
/** Served by the document of the API, and not by a controller. */
const DOCUMENT = /^\/(docs|openapi\.json)(\/|$)/;

/**
 * Holds every request to what its route says of itself. It does so before a body is read: a guard comes after that, and
 * a closed route would then tell of itself by the body that it cannot read (415, where an unknown route has 404).
 * What is closed and what is unknown leave by the same line.
 */
@Module({ imports: [DiscoveryModule] })
export class AccessModule implements OnModuleInit {
  /** @param config the provider of the service's configuration, and its module */
  static for(config: { readonly module: Type; readonly token: symbol }): DynamicModule {
    return {
      module: AccessModule,
      imports: [config.module],
      providers: [{ provide: ACCESS_SETTINGS, useExisting: config.token }],
    };
  }

  constructor(
    @Inject(ACCESS_SETTINGS) readonly settings: AccessSettings,
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost<FastifyAdapter>,
    private readonly discovery: DiscoveryService,
  ) {}

  onModuleInit(): void {
    const open = this.routes().filter(({ who }) => who === undefined);
    if (open.length > 0) {
      const names = open.map(({ method, path }) => `${method} ${path}`).join(', ');
      throw new Error(`without @Access, so nobody knows who may use it: ${names}`);
    }
    this.host.httpAdapter.getInstance().addHook('onRequest', (request, _reply, done) => {
      done(this.#mayPass(request) ? undefined : new NotFoundException());
    });
  }

  routes(): DeclaredRoute[] {
    return declaredRoutes(this.discovery);
  }

  #mayPass({ is404, routeOptions, headers }: FastifyRequest): boolean {
    if (is404) return false;
    const { who } = routeOptions.config as Partial<RouteAccess>;
    if (who === undefined) return DOCUMENT.test(routeOptions.url ?? '');
    return mayPass(who, headers.authorization, this.settings);
  }
}
