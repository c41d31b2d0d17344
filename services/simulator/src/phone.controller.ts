import { Body, Controller, Get, HttpCode, Inject, Post, UseGuards } from '@nestjs/common';
import { type ActionResponse, type Manifest, type PublicJwk } from '@selvbetjent/oslonokkelen';
import { Problem } from '@selvbetjent/platform';
import { type AdapterAnswer, SimulatedBackend } from '@selvbetjent/simulation';
import { IsInt, IsNotEmpty, IsOptional, IsString, Max, Min } from 'class-validator';
import { OwnPageGuard } from './own-page.guard';

/** A key that is pressed in the app. */
export class PressBody {
  @IsString() @IsNotEmpty() thingId!: string;
  @IsString() @IsNotEmpty() actionId!: string;
  @IsOptional() @IsInt() @Min(-1) @Max(60_000) timeBudgetMillis?: number;
  /** The same again is a retry. */
  @IsOptional() @IsString() @IsNotEmpty() requestId?: string;
}

/** Oslonøkkelen: the key set for the adapter, and the phone of the page. */
@Controller()
export class PhoneController {
  constructor(@Inject(SimulatedBackend) private readonly backend: SimulatedBackend) {}

  @Get('adapter/v2/keys')
  keys(): { keys: PublicJwk[] } {
    return this.backend.keySet();
  }

  @Get('sim/manifest')
  @UseGuards(OwnPageGuard)
  async manifest(): Promise<Manifest> {
    const { status, body } = await reached(() => this.backend.scrapeManifest());
    if (!body) throw new Problem(502, 'bad_manifest', `Adapteren svarte ${status} på spørsmålet om manifestet.`);
    return body;
  }

  @Post('sim/press')
  @HttpCode(200)
  @UseGuards(OwnPageGuard)
  press(@Body() body: PressBody): Promise<AdapterAnswer<ActionResponse>> {
    return reached(() => this.backend.execute({ ...body }));
  }
}

async function reached<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const cause = (error as { cause?: Error }).cause?.message ?? (error as Error).message;
    throw new Problem(502, 'adapter_unreachable', 'Adapteren svarte ikke.', cause);
  }
}
