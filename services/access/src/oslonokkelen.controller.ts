import { Controller, Get, Headers, Inject, Logger, Post, Res } from '@nestjs/common';
import {
  ACTION_RESPONSE_CONTENT_TYPE,
  encodeActionResponse,
  encodeManifest,
  isKnownTag,
  MANIFEST_CONTENT_TYPE,
  manifestTag,
} from '@selvbetjent/oslonokkelen';
import { type Response } from 'express';
import { AnswerExecute } from './answer-execute';
import { BuildManifest } from './build-manifest';
import { VerifyCall } from './verify-call';

/** Oslonøkkelen's two calls. The action comes in the token; the body of `execute` is ignored. */
@Controller('oslonokkelen')
export class OslonokkelenController {
  private readonly logger = new Logger(OslonokkelenController.name);

  constructor(
    @Inject(VerifyCall) private readonly verifyCall: VerifyCall,
    @Inject(BuildManifest) private readonly buildManifest: BuildManifest,
    @Inject(AnswerExecute) private readonly answerExecute: AnswerExecute,
  ) {}

  @Get('manifest')
  async manifest(
    @Headers('authorization') authorization: string | undefined,
    @Headers('if-none-match') knownTag: string | undefined,
    @Res() response: Response,
  ): Promise<void> {
    try {
      const claims = await this.verifyCall.verify(authorization, 'manifest:scrape');
      if (!claims || !(await this.verifyCall.claim(claims))) return unauthorized(response);
      const manifest = await this.buildManifest.handle();
      const tag = manifestTag(manifest.version);
      response.setHeader('ETag', tag);
      if (isKnownTag(knownTag, tag)) return void response.status(304).end();
      send(response, MANIFEST_CONTENT_TYPE, encodeManifest(manifest));
    } catch (error) {
      this.logger.error({ err: error }, 'The manifest could not be made');
      response.status(503).setHeader('Retry-After', '5').end();
    }
  }

  @Get('execute')
  executeByGet(@Res() response: Response): void {
    response.status(405).setHeader('Allow', 'POST').end();
  }

  @Post('execute')
  async execute(@Headers('authorization') authorization: string | undefined, @Res() response: Response): Promise<void> {
    const answer = await this.answerExecute.handle(authorization, performance.now());
    if (!answer) return unauthorized(response);
    send(response, ACTION_RESPONSE_CONTENT_TYPE, encodeActionResponse(answer));
  }
}

function send(response: Response, contentType: string, bytes: Uint8Array): void {
  response.status(200).setHeader('Content-Type', contentType);
  response.end(Buffer.from(bytes));
}

/** Always the same words: a guesser learns nothing from them. */
function unauthorized(response: Response): void {
  response.status(401).setHeader('WWW-Authenticate', 'Bearer').type('text/plain').end('unauthorized');
}
