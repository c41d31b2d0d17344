import { Controller, Get, Inject, Logger, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Problem } from '@selvbetjent/platform';
import { type Request, type Response } from 'express';
import { type AuthoredRequest, Public } from './access-rule';
import { failedPage } from './demo-pages';
import { IdentityProvider } from './identity-provider';
import { OidcOptions } from './oidc-options';
import { SessionCookies } from './session-cookies';
import { SessionStore } from './session.store';

/** In and out of the portal with a browser: OpenID Connect, code flow with PKCE. */
@Public()
@ApiExcludeController()
@Controller()
export class SignInController {
  private readonly logger = new Logger(SignInController.name);

  constructor(
    @Inject(IdentityProvider) private readonly provider: IdentityProvider,
    @Inject(SessionStore) private readonly sessions: SessionStore,
    @Inject(SessionCookies) private readonly cookies: SessionCookies,
    @Inject(OidcOptions) private readonly options: OidcOptions,
  ) {}

  @Get('login')
  async logIn(@Req() request: Request, @Res() response: Response): Promise<void> {
    const home = new URL(this.options.redirectUri);
    // Cookies belong to a host: who came by another name of it goes on under the one that the provider returns to.
    if (request.headers.host !== home.host) return response.redirect(new URL(request.originalUrl, home).href);
    const { url, attempt } = await this.provider.begin(localPath(request.query.returnTo));
    response.cookie(this.cookies.attempt, await this.cookies.seal(attempt), this.cookies.attemptOptions);
    response.redirect(url.href);
  }

  @Get('callback')
  async callback(@Req() request: AuthoredRequest, @Res() response: Response): Promise<void> {
    const attempt = await this.cookies.unseal(this.cookies.read(request, this.cookies.attempt));
    response.clearCookie(this.cookies.attempt, this.cookies.options);
    try {
      if (!attempt) throw new Error('no sign-in was under way in this browser');
      const author = await this.provider.finish(request.url.slice(request.path.length), attempt);
      if (request.sessionId) await this.sessions.end(request.sessionId);
      const session = await this.sessions.create(author);
      response.cookie(this.cookies.session, session, this.cookies.options);
      response.redirect(attempt.returnTo);
    } catch (error) {
      this.logger.warn(`A sign-in was not completed: ${(error as Error).message}`);
      response.status(400).type('html').send(failedPage());
    }
  }

  /** For the page's own button; its CSRF token is checked by the guard. */
  @Post('logout')
  async logOut(@Req() request: AuthoredRequest, @Res() response: Response): Promise<void> {
    await this.end(request, response);
    response.status(204).end();
  }

  /** For a plain link, which other sites must not be able to follow for somebody. */
  @Get('logout')
  async logOutByLink(@Req() request: AuthoredRequest, @Res() response: Response): Promise<void> {
    if (request.headers['sec-fetch-site'] === 'cross-site') {
      throw new Problem(403, 'csrf', 'Forespørselen kom ikke fra siden vår', 'Bruk knappen i portalen.');
    }
    await this.end(request, response);
    response.redirect('/');
  }

  private async end(request: AuthoredRequest, response: Response): Promise<void> {
    if (request.sessionId) await this.sessions.end(request.sessionId);
    response.clearCookie(this.cookies.session, this.cookies.options);
  }
}

/** @returns the path when it is one of ours, else the start page. */
function localPath(returnTo: unknown): string {
  return typeof returnTo === 'string' && /^\/(?![/\\])[\x21-\x7e]*$/.test(returnTo) && !returnTo.includes('\\')
    ? returnTo
    : '/';
}
