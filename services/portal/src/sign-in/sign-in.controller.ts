import { Controller, Get, Inject, Logger, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Problem } from '@selvbetjent/platform';
import { type Request, type Response } from 'express';
import { type AuthoredRequest, Public } from './access-rule';
import { notSignedIn } from './access.guard';
import { failedPage } from './demo-pages';
import { OidcOptions } from './oidc-options';
import { SessionCookies } from './session-cookies';
import { SignIn } from './sign-in';

const MOVED = 'moved';

/** In and out of the portal with a browser: OpenID Connect, code flow with PKCE. */
@Public()
@ApiExcludeController()
@Controller()
export class SignInController {
  private readonly logger = new Logger(SignInController.name);

  constructor(
    @Inject(SignIn) private readonly signIn: SignIn,
    @Inject(SessionCookies) private readonly cookies: SessionCookies,
    @Inject(OidcOptions) private readonly options: OidcOptions,
  ) {}

  /** Always asks for the password, also of somebody who is signed in: that is how a sign-in becomes recent. */
  @Get(['login', 'api/sign-in'])
  async logIn(@Req() request: Request, @Res() response: Response): Promise<void> {
    const home = this.movedHome(request);
    if (home) return response.redirect(home);
    const { address, sealed } = await this.signIn.begin(request.query.returnTo);
    response.cookie(this.cookies.attempt, sealed, this.cookies.attemptOptions);
    response.redirect(address);
  }

  @Get('callback')
  async callback(@Req() request: AuthoredRequest, @Res() response: Response): Promise<void> {
    const sealed = this.cookies.read(request, this.cookies.attempt);
    response.clearCookie(this.cookies.attempt, this.cookies.options);
    try {
      const query = request.url.slice(request.path.length);
      const { sessionId, returnTo } = await this.signIn.finish(query, sealed, request.sessionId);
      response.cookie(this.cookies.session, sessionId, this.cookies.options);
      response.redirect(returnTo);
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

  /** The same on every device of the person, also those that were lost. Nobody knows whose they are once this one is over: sign in first. */
  @Post('logout/everywhere')
  async logOutEverywhere(@Req() { author }: AuthoredRequest, @Res() response: Response): Promise<void> {
    if (!author)
      throw notSignedIn('Logg inn, og velg «Logg ut overalt» en gang til. Andre enheter kan fortsatt være logget inn.');
    await this.signIn.endEverywhere(author.subject);
    response.clearCookie(this.cookies.session, this.cookies.options);
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

  /**
   * Cookies belong to a host: who came by another name of it goes on under the one that the provider returns to. Once: behind a proxy that
   * writes its own name into Host the browser is there already, whatever we see.
   */
  private movedHome({ headers, originalUrl, query }: Request): string | null {
    const home = new URL(this.options.redirectUri);
    if (headers.host === home.host || query[MOVED] !== undefined) return null;
    const { pathname, searchParams } = new URL(originalUrl, home);
    searchParams.set(MOVED, '1');
    return new URL(`${pathname}?${searchParams.toString()}`, home).href;
  }

  private async end(request: AuthoredRequest, response: Response): Promise<void> {
    await this.signIn.end(request.sessionId);
    response.clearCookie(this.cookies.session, this.cookies.options);
  }
}
