import type { LocalText } from '../api-types';
import { KeptDraft } from '../kept-draft';
import type { TimeSpan } from './edited-week';

interface KeptException {
  date: string;
  closed: boolean;
  spans: TimeSpan[];
  reason: LocalText;
}

const USUAL: TimeSpan = { start: 660, end: 900 };

/** A date with hours of its own while it is being filled in. */
export class ExceptionDraft {
  date = $state('');
  closed = $state(true);
  spans = $state.raw<TimeSpan[]>([USUAL]);
  reason = $state<LocalText>({ nb: '', en: '' });
  readonly #kept: KeptDraft<KeptException>;

  constructor(stationId: string) {
    this.#kept = new KeptDraft<KeptException>(`exception-draft:${stationId}`, ({ date, spans, reason }) =>
      Boolean(typeof date === 'string' && Array.isArray(spans) && reason),
    );
    Object.assign(this, this.#kept.read() ?? {});
  }

  keep(): void {
    const { date, closed, spans, reason } = this;
    this.#kept.keep({ date, closed, spans, reason: { ...reason } });
  }

  empty(): void {
    this.#kept.forget();
    Object.assign(this, { date: '', closed: true, spans: [USUAL], reason: { nb: '', en: '' } });
  }
}
