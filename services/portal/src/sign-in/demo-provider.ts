import { type IncomingMessage } from 'node:http';
import { timingSafeEqual } from 'node:crypto';
import { type Configuration, type KoaContextWithOIDC, Provider } from 'oidc-provider';
import { type PortalConfig } from '../config';
import { failedPage, logInPage } from './demo-pages';
import { DEMO_PASSWORD, DEMO_PEOPLE, demoPerson } from './demo-people';
import { demoSigningKey, derive } from './signing-key';

type Context = Parameters<Parameters<Provider['use']>[0]>[0];

const HOUR_S = 3_600;
const MOST_FORM_BYTES = 4_096;
const RESOURCE = 'urn:selvbetjent:api';
const CLAIMS = ['name', 'roles', 'stations'];

/** An OpenID Connect provider with demo people, for this machine only; mounted at `/oidc`. */
export function createDemoProvider({ oidc, publicUrl, sessionSecret }: PortalConfig): Provider {
  const provider = new Provider(oidc.issuer, {
    clients: [webClient(oidc.clientId, `${publicUrl}/callback`), ...Object.keys(DEMO_PEOPLE).map(machineClient)],
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    jwks: { keys: [demoSigningKey(sessionSecret)] as never[] },
    cookies: { keys: [derive(sessionSecret, 'demo-provider-cookies').toString('base64url')] },
    pkce: { required: () => true },
    claims: { openid: ['sub'], profile: CLAIMS },
    conformIdTokenClaims: false,
    findAccount: (_context, sub) => accountOf(sub),
    extraTokenClaims: (_context, token) => rightsOf(token.clientId),
    loadExistingGrant,
    renderError: showFailure,
    interactions: { url: (_context, { uid }) => `/oidc/interaction/${uid}` },
    features: featuresFor(oidc.audience),
    ttl: {
      AccessToken: HOUR_S,
      ClientCredentials: HOUR_S,
      IdToken: HOUR_S,
      Interaction: HOUR_S,
      Grant: HOUR_S,
      Session: HOUR_S,
    },
  });
  provider.use(async (context, next) => {
    if (!context.path.startsWith('/interaction/')) return void (await next());
    const form = await formOf(provider, context);
    return form === 'over' ? showFailure(context) : logIn(provider, context, form);
  });
  return provider;
}

function webClient(clientId: string, redirectUri: string) {
  const grants = { grant_types: ['authorization_code'], response_types: ['code' as const] };
  return { client_id: clientId, token_endpoint_auth_method: 'none' as const, redirect_uris: [redirectUri], ...grants };
}

function machineClient(userName: string) {
  const grants = { grant_types: ['client_credentials'], response_types: [], redirect_uris: [] };
  return { client_id: `demo-${userName}`, client_secret: DEMO_PASSWORD, ...grants };
}

/** Access tokens are JWTs for our API, whatever the client asks for. */
function featuresFor(audience: string): Configuration['features'] {
  return {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => RESOURCE,
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({
        scope: '',
        audience,
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'ES256' } },
      }),
    },
  };
}

function accountOf(sub: string) {
  const person = Object.values(DEMO_PEOPLE).find(({ subject }) => subject === sub);
  if (!person) return undefined;
  const { name, roles, stations } = person;
  return { accountId: sub, claims: () => ({ sub, name, roles, stations }) };
}

function rightsOf(clientId: string | undefined) {
  const person = Object.entries(DEMO_PEOPLE).find(([userName]) => clientId === `demo-${userName}`)?.[1];
  if (!person) return undefined;
  const { name, roles, stations } = person;
  // Its secret was asked for just now: a machine of the demo may confirm what needs a recent sign-in.
  return { name, roles, stations, auth_time: Math.floor(Date.now() / 1_000) };
}

/** Nobody is asked for consent to their own portal. */
async function loadExistingGrant({ oidc }: KoaContextWithOIDC) {
  const grant = new oidc.provider.Grant({ accountId: oidc.session?.accountId, clientId: oidc.client?.clientId });
  grant.addOIDCScope('openid profile');
  grant.addResourceScope(RESOURCE, '');
  await grant.save();
  return grant;
}

/** @returns what was filled in, null when the page is only asked for, `over` when no log-in waits for it. */
async function formOf(provider: Provider, context: Context): Promise<URLSearchParams | null | 'over'> {
  try {
    await provider.interactionDetails(context.req, context.res);
    return context.method === 'POST' ? new URLSearchParams(await bodyOf(context.req)) : null;
  } catch {
    return 'over';
  }
}

function showFailure(context: Context): void {
  if (context.status < 400 || context.status === 404) context.status = 400;
  context.type = 'html';
  context.body = failedPage();
}

async function logIn(provider: Provider, context: Context, form: URLSearchParams | null): Promise<void> {
  const person = form && demoPerson(form.get('name') ?? '');
  if (person && isPassword(form.get('password'))) {
    await forgetWhoWasHere(provider, context);
    const login = { login: { accountId: person.subject, remember: false } };
    context.respond = false;
    return provider.interactionFinished(context.req, context.res, login, { mergeWithLastSubmission: false });
  }
  context.type = 'html';
  context.status = form ? 401 : 200;
  context.body = logInPage({ refused: form !== null });
}

/** The provider would ask whoever signed in before to sign out first, on a page with an inline script. */
async function forgetWhoWasHere(provider: Provider, context: Context): Promise<void> {
  const interaction = await provider.interactionDetails(context.req, context.res);
  interaction.session = undefined;
  await interaction.persist();
  await (await provider.Session.get(context)).destroy();
}

function isPassword(given: string | null): boolean {
  const [expected, actual] = [Buffer.from(DEMO_PASSWORD), Buffer.from(given ?? '')];
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > MOST_FORM_BYTES) throw new Error('The log-in form is too large');
  }
  return text;
}
