/** Opening hours that can't be read, or that would only be half understood. */
export class HoursSyntaxError extends Error {
  override readonly name = 'HoursSyntaxError';

  constructor(
    /** The whole text that was refused. */
    readonly expression: string,
    /** Index of the first character that can't be read, from 0. */
    readonly position: number,
    /** What is wrong and what to write instead, in Norwegian. */
    readonly reason: string,
    /** The same in English. */
    readonly reasonEn: string,
  ) {
    super(`Opening hours refused at character ${position + 1}: ${reasonEn} (${expression})`);
  }
}
