import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { withAccess } from '#access';
import { STRATEGIES } from '../claims/claims.module.js';

const DESCRIPTION = `Many replicas, one last seat. Claims are decided by the strategy of the event; every answer
names it, the version of the sale policy and the replica. Errors are problem details; the type of each is a page that
explains it. The counts are at GET /v1/inventory/events/{eventId}.`;

/** /docs for people, /openapi.json for programs. */
export function serveOpenApi(app: NestFastifyApplication): void {
  SwaggerModule.setup('docs', app, () => openApi(app), { jsonDocumentUrl: 'openapi.json' });
}

function openApi(app: NestFastifyApplication): OpenAPIObject {
  const about = new DocumentBuilder()
    .setTitle('lastseat')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .addTag(
      'seeds',
      'the routes of the systems that this project grew from, for their own clients; docs/seeds.md',
    )
    .build();
  return withAccess(withStrategies(SwaggerModule.createDocument(app, about)), app);
}

/** The contract leaves the keys open; this cluster knows which there are. */
function withStrategies(document: OpenAPIObject): OpenAPIObject {
  for (const name of ['SalePolicy', 'PolicyChange']) {
    const schema = document.components?.schemas?.[name];
    const strategy = schema && 'properties' in schema ? schema.properties?.['strategy'] : undefined;
    if (strategy !== undefined) Object.assign(strategy, { enum: STRATEGIES.map(({ key }) => key) });
  }
  return document;
}
