import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { type DiscoveryService, MetadataScanner } from '@nestjs/core';
import type { RouteAccess, Who } from './access.js';

/** Where the platform keeps what RouteConfig says. */
const ROUTE_CONFIG = '__fastify_route_config__';

export interface DeclaredRoute {
  readonly method: string;
  /** With parameters as in /v1/events/:eventId. */
  readonly path: string;
  /** Undefined: nobody has said it. */
  readonly who: Who | undefined;
}

/** Every route of every controller of the application, by path and method. */
export function declaredRoutes(discovery: DiscoveryService): DeclaredRoute[] {
  const scanner = new MetadataScanner();
  const found = discovery.getControllers().flatMap(({ metatype }) => {
    if (typeof metatype !== 'function') return [];
    const handlers: object = metatype.prototype;
    return scanner
      .getAllMethodNames(handlers)
      .flatMap((name) => routesOf(metatype, Reflect.get(handlers, name)));
  });
  return found.toSorted((one, other) => sortKey(one).localeCompare(sortKey(other)));
}

function routesOf(controller: object, handler: object): DeclaredRoute[] {
  const own: string | string[] | undefined = Reflect.getMetadata(PATH_METADATA, handler);
  const method: RequestMethod | undefined = Reflect.getMetadata(METHOD_METADATA, handler);
  if (own === undefined || method === undefined) return [];
  const config: RouteAccess | undefined = Reflect.getMetadata(ROUTE_CONFIG, handler);
  const prefixes = [Reflect.getMetadata(PATH_METADATA, controller) as string | string[]].flat();
  return prefixes.flatMap((prefix) =>
    [own]
      .flat()
      .map((path) => ({ method: RequestMethod[method], path: joined(prefix, path), who: config?.who })),
  );
}

const joined = (...parts: string[]): string =>
  `/${parts
    .flatMap((part) => part.split('/'))
    .filter((part) => part !== '')
    .join('/')}`;

const sortKey = ({ method, path }: DeclaredRoute): string => `${path} ${method}`;
