import type { CorpusReading } from './corpus-case';
import type { Family } from './family';
import type { Story } from './story';

const bag = (story: Story): number => story.between(1_000, 15_000);

function twice(story: Story): void {
  story.visit({ atS: 0, staySeconds: story.between(60, 150), grams: [bag(story)] });
  story.visit({ atS: 1_800, staySeconds: story.between(60, 150), grams: [bag(story)] });
}

export const deviceFamilies: readonly Family[] = [
  {
    name: 'emptied',
    temper: 'adversarial',
    tell: (story) => {
      story.visit({ atS: 0, grams: [bag(story)] });
      const [full, left] = [story.startGrams + sumOf(story), story.between(0, 2_000)];
      if (story.chance(0.5)) story.visit({ atS: 1_500, staySeconds: 600, grams: [left - full], expected: 'emptying' });
      else story.load(1_800, left - full);
      story.visit({ atS: 3_900, grams: [bag(story)] });
    },
  },
  {
    name: 're-tare',
    temper: 'adversarial',
    tell: (story) => {
      story.visit({ atS: 0, staySeconds: 120, grams: [bag(story)], expected: 'doubt' });
      story.visit({ atS: 1_800, grams: [bag(story)] });
      const offset = story.startGrams + story.between(-90_000, 20_000);
      const sinceS = story.between(20, 110);
      story.mishap((reading, second) => (second < sinceS ? reading : { ...shifted(reading, -offset), tareEpoch: 1 }));
    },
  },
  {
    name: 'reboot',
    temper: 'adversarial',
    tell: (story) => {
      const isDuring = story.chance(0.5);
      story.visit({ atS: 0, staySeconds: 120, grams: [bag(story)], expected: isDuring ? 'doubt' : 'ok' });
      story.visit({ atS: 2_400, grams: [bag(story)] });
      const loops = story.between(1, 5);
      const fromS = isDuring ? story.between(20, 60) : story.between(900, 1_500);
      const shift = story.chance(0.5) ? 0 : story.between(-40_000, 40_000);
      story.mishap((reading, second) => {
        const count = Math.min(Math.floor((second - fromS) / 12) + 1, loops);
        if (second < fromS) return reading;
        if (count < loops && (second - fromS) % 12 < 6) return null;
        return { ...shifted(reading, shift), boot: `${reading.boot}-${count}` };
      });
    },
  },
  {
    name: 'dropout',
    temper: 'adversarial',
    tell: (story) => {
      twice(story);
      const isLost = story.chance(0.5);
      const spans = story.visits.map(({ atS, staySeconds }) => {
        const fromS = atS + story.between(-60, (staySeconds ?? 90) + 60);
        return [fromS, fromS + story.between(10, 120)] as const;
      });
      const isOut = (second: number): boolean => spans.some(([fromS, untilS]) => second >= fromS && second < untilS);
      if (isLost) story.mishap((reading, second) => (isOut(second) ? null : reading));
      else story.arrival = (readings) => backfilled(readings, story);
    },
  },
  {
    name: 'repeated',
    temper: 'adversarial',
    tell: (story) => {
      twice(story);
      story.arrival = (readings) =>
        story.random.shuffled(
          readings.flatMap((reading) => Array.from({ length: story.between(1, 5) }, () => reading)),
        );
    },
  },
  {
    name: 'clock',
    temper: 'adversarial',
    tell: (story) => {
      twice(story);
      const skewMs = story.between(-2_000, 2_000);
      const dayMs = story.between(-86_400_000, 86_400_000);
      story.mishap((reading) => ({ ...reading, atMs: reading.atMs + skewMs + dayMs }));
      for (const plan of story.visits) {
        plan.reportedOpenedS = plan.atS + dayMs / 1_000;
        plan.reportedClosedS = plan.atS + (plan.staySeconds ?? 90) + dayMs / 1_000;
      }
    },
  },
];

function sumOf(story: Story): number {
  return story.visits.flatMap(({ grams }) => grams).reduce((sum, grams) => sum + grams, 0);
}

function shifted(reading: CorpusReading, grams: number): CorpusReading {
  return reading.grams === null ? reading : { ...reading, grams: reading.grams + Math.round(grams / 100) * 100 };
}

/** A part comes after everything else. */
function backfilled(readings: readonly CorpusReading[], story: Story): CorpusReading[] {
  const from = story.random.integer(readings.length);
  const until = from + story.between(10, 120);
  return [...readings.slice(0, from), ...readings.slice(until), ...readings.slice(from, until)];
}
