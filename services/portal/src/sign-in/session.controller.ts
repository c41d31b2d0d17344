import { Controller, Get, Header, Inject, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type AuthoredRequest, Public } from './access-rule';
import { SessionCookies } from './session-cookies';
import { type SessionView } from './session-view';

@ApiTags('session')
@Controller('api/session')
export class SessionController {
  constructor(@Inject(SessionCookies) private readonly cookies: SessionCookies) {}

  /** Who is signed in, and the token that writes with the cookie must carry in X-CSRF-Token. */
  @Public()
  @Get()
  @Header('Cache-Control', 'no-store')
  read(@Req() { author, sessionId }: AuthoredRequest): SessionView {
    return {
      signedIn: author !== null,
      name: author?.name ?? null,
      roles: author?.roles ?? [],
      stations: author?.stations ?? [],
      signedInAt: author?.signedInAt ?? null,
      csrfToken: sessionId && this.cookies.csrfToken(sessionId),
    };
  }
}
