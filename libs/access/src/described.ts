import type { INestApplication } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import { AccessModule } from './access.module.js';
import { exists } from './gate.js';

/** By the names that `Access` gives them. */
const SECURITY_SCHEMES = {
  bearer: { type: 'http', scheme: 'bearer', description: 'the claimToken of the answer to the claim' },
  shop: { type: 'http', scheme: 'bearer', description: 'LASTSEAT_PAYMENTS_KEY' },
  admin: {
    type: 'http',
    scheme: 'bearer',
    description: 'LASTSEAT_ADMIN_TOKEN; asked for in the production profile alone',
  },
} as const;

/** Says which token is meant where, and nothing of a route that is not there. */
export function withAccess(document: OpenAPIObject, app: INestApplication): OpenAPIObject {
  const access = app.get(AccessModule);
  for (const { method, path, who } of access.routes()) {
    if (who === undefined || exists(who, access.settings)) continue;
    const described = path.replaceAll(/:(\w+)/g, '{$1}');
    const operations = document.paths[described] ?? {};
    Reflect.deleteProperty(operations, method.toLowerCase());
    if (Object.keys(operations).length === 0) Reflect.deleteProperty(document.paths, described);
  }
  document.components = { ...document.components, securitySchemes: SECURITY_SCHEMES };
  return document;
}
