import { type INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { completed } from './complete';
import { ANSWERS } from './generated/answers';

/** OpenAPI at `/api/openapi.json`, its pages at `/api/docs`; everything from our own host. */
export function serveApiDocs(app: INestApplication): void {
  SwaggerModule.setup('api/docs', app, describeApi(app), {
    jsonDocumentUrl: 'api/openapi.json',
    customSiteTitle: 'Selvbetjent API',
  });
}

/** All routes below `/api` as an OpenAPI 3.1 document. */
export function describeApi(app: INestApplication): OpenAPIObject {
  const description = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Selvbetjent')
    .setDescription('Minigjenbruksstasjoner: åpningstider, stenginger og kilo. Errors are RFC 9457 problems.')
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'Access token of the OIDC provider' })
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'A device key, for uploads alone' }, 'device-key')
    .addSecurity('csrf', { type: 'apiKey', in: 'header', name: 'X-CSRF-Token', description: 'With the session cookie' })
    .addCookieAuth('selvbetjent', { type: 'apiKey', description: '`__Host-selvbetjent` on https' }, 'session')
    .build();
  const document = SwaggerModule.createDocument(app, description);
  const paths = Object.entries(document.paths).filter(([path]) => path.startsWith('/api/'));
  return completed({ ...document, paths: Object.fromEntries(paths) }, ANSWERS);
}
