import { describe, expect, it } from '@jest/globals';
import { type StationEntry } from './station-entry';
import { TROSTERUD, trosterud } from './trosterud.test-kit';
import { leftOutOf, mergeEntry } from './merge-entry';

function entry(changes: Partial<StationEntry> = {}): StationEntry {
  return { ...structuredClone(TROSTERUD), ...changes };
}

describe('mergeEntry', () => {
  it('leaves everything when the file says what it said', () => {
    const current = trosterud({ name: 'Et annet navn', address: 'Låven' });
    expect(mergeEntry(current, entry(), entry())).toEqual(current);
  });

  it('takes over what changed in the file and leaves what people changed', () => {
    const current = trosterud({ name: 'Navn fra portalen', address: 'Adresse fra portalen' });
    const merged = mergeEntry(current, entry(), entry({ address: 'Trosterudstien 2' }));
    expect(merged).toMatchObject({ name: 'Navn fra portalen', address: 'Trosterudstien 2' });
  });

  it('takes over a value that is gone from the file', () => {
    const current = trosterud({ staffedHours: 'Mo 10:00-12:00' });
    const merged = mergeEntry(current, entry({ staffedHours: 'Mo 10:00-12:00' }), entry());
    expect(merged.staffedHours).toBeUndefined();
  });

  describe('hours', () => {
    const byPeople = { validFrom: '2026-12-01', hours: 'Sa 10:00-14:00' };
    const current = trosterud({
      openingHours: [TROSTERUD.openingHours[0]!, { validFrom: '2023-05-02', hours: 'Mo 10:00-12:00' }, byPeople],
    });

    it('keeps versions that people made or changed', () => {
      const merged = mergeEntry(current, entry(), entry({ name: 'Nytt navn' }));
      expect(merged.openingHours).toEqual(current.openingHours);
    });

    it('replaces a version whose text changed in the file, and adds a new one in its place', () => {
      const changed = { validFrom: '2023-05-02', hours: 'Tu 11:00-16:00' };
      const added = { validFrom: '2026-06-01', hours: 'We 11:00-16:00' };
      const merged = mergeEntry(
        current,
        entry(),
        entry({ openingHours: [TROSTERUD.openingHours[0]!, added, changed] }),
      );
      expect(merged.openingHours).toEqual([TROSTERUD.openingHours[0], changed, added, byPeople]);
    });

    it('deletes no version', () => {
      const merged = mergeEntry(current, entry(), entry({ openingHours: [TROSTERUD.openingHours[0]!] }));
      expect(merged.openingHours).toEqual(current.openingHours);
    });
  });

  it('never touches closures and exceptions that are known, but adds new dates', () => {
    const known = { date: '2026-12-24', hours: 'off', reason: null };
    const closure = {
      id: 'c1',
      from: '2026-11-20T10:00:00.000Z',
      until: null,
      containers: null,
      appliesTo: 'everyone' as const,
      reason: { nb: 'Is', en: 'Ice' },
    };
    const current = trosterud({ exceptions: [known], closures: [closure] });
    const file = entry({
      exceptions: [
        { date: '2026-12-24', hours: '10:00-12:00' },
        { date: '2026-12-31', hours: 'off' },
      ],
    });
    const merged = mergeEntry(current, entry(), file);
    expect(merged.closures).toEqual([closure]);
    expect(merged.exceptions).toEqual([known, { date: '2026-12-31', hours: 'off' }]);
  });

  it('does not bring back an exception that people removed', () => {
    const file = entry({ exceptions: [{ date: '2026-12-24', hours: 'off' }] });
    expect(mergeEntry(trosterud(), file, file).exceptions).toEqual([]);
  });

  describe('containers', () => {
    const [ombruk] = TROSTERUD.containers;

    it('adds new ones, changes known ones by field, and keeps those that left the file', () => {
      const current = trosterud({ containers: [{ ...ombruk!, name: 'Navn fra portalen' }] });
      const added = { ...ombruk!, id: 'gjenvinning', doors: [], scales: [] };
      const both = mergeEntry(current, entry(), entry({ containers: [{ ...ombruk!, capacityKg: 2000 }, added] }));
      expect(both.containers).toEqual([{ ...ombruk, name: 'Navn fra portalen', capacityKg: 2000 }, added]);
      const fewer = mergeEntry(both, entry({ containers: [ombruk!, added] }), entry({ containers: [added] }));
      expect(fewer.containers.map(({ id }) => id)).toEqual(['ombruk', 'gjenvinning']);
    });

    it('moves a device that the file has in another container', () => {
      const from = { ...ombruk!, scales: [] };
      const to = { ...ombruk!, id: 'gjenvinning', doors: [] };
      const merged = mergeEntry(trosterud(), entry(), entry({ containers: [from, to] }));
      expect(merged.containers.map(({ scales }) => scales.map(({ id }) => id))).toEqual([
        [],
        ['trosterud-ombruk-vekt'],
      ]);
    });

    it('names what the file no longer has', () => {
      const bare = entry({ containers: [{ ...ombruk!, doors: [] }] });
      expect(leftOutOf(bare, trosterud())).toEqual(['door trosterud-ombruk']);
    });
  });
});
