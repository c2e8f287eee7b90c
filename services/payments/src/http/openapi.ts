import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { withAccess } from '#access';

/** For programs; people read booking's /docs. */
export function serveOpenApi(app: NestFastifyApplication): void {
  const about = new DocumentBuilder().setTitle('lastseat payments').setVersion('1').build();
  SwaggerModule.setup('docs', app, () => withAccess(SwaggerModule.createDocument(app, about), app), {
    jsonDocumentUrl: 'openapi.json',
    ui: false,
  });
}
