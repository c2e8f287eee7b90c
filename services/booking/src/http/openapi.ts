import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';

const DESCRIPTION =
  'Many replicas, one last seat. Claims are decided by the strategy of the event; every answer names it, ' +
  'the version of the sale policy and the replica.';

/** /docs for people, /openapi.json for programs. */
export function serveOpenApi(app: NestFastifyApplication): void {
  const about = new DocumentBuilder()
    .setTitle('lastseat')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .build();
  SwaggerModule.setup('docs', app, () => SwaggerModule.createDocument(app, about), {
    jsonDocumentUrl: 'openapi.json',
  });
}
