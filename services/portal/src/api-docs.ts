import { type INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';

/** OpenAPI at `/api/openapi.json`, its pages at `/api/docs`; everything from our own host. */
export function serveApiDocs(app: INestApplication): void {
  const description = new DocumentBuilder()
    .setTitle('Selvbetjent')
    .setDescription('Minigjenbruksstasjoner: åpningstider, stenginger og kilo. Errors are RFC 9457 problems.')
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'Access token of the OIDC provider' })
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'A device key, for uploads alone' }, 'device-key')
    .addSecurity('csrf', { type: 'apiKey', in: 'header', name: 'X-CSRF-Token', description: 'With the session cookie' })
    .addCookieAuth('selvbetjent', { type: 'apiKey', description: '`__Host-selvbetjent` on https' }, 'session')
    .build();
  const document = SwaggerModule.createDocument(app, description);
  document.paths = Object.fromEntries(Object.entries(document.paths).filter(([path]) => path.startsWith('/api/')));
  SwaggerModule.setup('api/docs', app, document, {
    jsonDocumentUrl: 'api/openapi.json',
    customSiteTitle: 'Selvbetjent API',
  });
}
