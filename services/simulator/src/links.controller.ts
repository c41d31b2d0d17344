import { Controller, Get, Inject } from '@nestjs/common';

export const PORTAL_URL = Symbol('portal url');

/** Where the page's links lead. */
@Controller('sim/links')
export class LinksController {
  constructor(@Inject(PORTAL_URL) private readonly portalUrl: string) {}

  @Get()
  links(): { portalUrl: string } {
    return { portalUrl: this.portalUrl };
  }
}
