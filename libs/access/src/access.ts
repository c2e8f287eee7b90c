import { applyDecorators } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBearerAuth } from '@nestjs/swagger';

/**
 * Who may use a route.
 * - `public`: anybody.
 * - `bearer`: whoever has the claim's token; the use case looks, and for anybody else there is no such claim.
 * - `shop`: whoever has the key of the provider's API; a guard looks.
 * - `admin`: anybody in the lab; in production the bearer of the admin token.
 * - `lab`: anybody in the lab; in production there is no such route.
 * - `inside`: anybody who reaches the service's own port; in production the proxy passes nobody on.
 */
export const WHO = ['public', 'bearer', 'shop', 'admin', 'lab', 'inside'] as const;
export type Who = (typeof WHO)[number];

/** Of a method of a controller. Every route needs it: a service with a route that has none does not start. */
export const Access = (who: Who): MethodDecorator =>
  applyDecorators(
    RouteConfig({ who } satisfies RouteAccess),
    ...(who === 'bearer' || who === 'admin' || who === 'shop' ? [ApiBearerAuth(who)] : []),
  );

/** What the decorator leaves at the route, where Fastify finds it before it reads a body. */
export interface RouteAccess {
  readonly who: Who;
}
