import { Injectable } from '@nestjs/common';

/** Tells the listener that the scales may have changed. */
@Injectable()
export class ScaleRegistry {
  private listener: () => void = () => undefined;

  onChange(listener: () => void): void {
    this.listener = listener;
  }

  changed(): void {
    this.listener();
  }
}
