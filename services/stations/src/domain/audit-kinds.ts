import { type AuditKind } from '@selvbetjent/contracts';

/** The actions of the audit by what they are about; what isn't here is about what the station is (`registry`). */
const ACTIONS: Readonly<Record<Exclude<AuditKind, 'registry'>, readonly string[]>> = {
  hours: [
    'opening_hours_changed',
    'opening_hours_withdrawn',
    'exception_set',
    'exception_removed',
    'hours_change_undone',
  ],
  closures: ['station_closed', 'closure_ended'],
  handles: ['inside_handle_opens', 'inside_handle_fails'],
};

/** @returns the actions of a kind, or all that the kind is without. */
export function actionsOf(kind: AuditKind): { only: readonly string[] } | { without: readonly string[] } {
  return kind === 'registry' ? { without: Object.values(ACTIONS).flat() } : { only: ACTIONS[kind] };
}
