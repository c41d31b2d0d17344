import type { Family } from './family';
import type { Story } from './story';

const bag = (story: Story): number => story.between(1_000, 15_000);

export const cellFamilies: readonly Family[] = [
  {
    name: 'dead-cell',
    temper: 'adversarial',
    tell: (story) => {
      const isDuring = story.chance(0.5);
      story.startGrams = story.between(250_000, 900_000);
      story.visit({ atS: 0, staySeconds: 120, grams: [bag(story)], expected: isDuring ? 'doubt' : 'ok' });
      story.visit({ atS: 2_400, grams: [bag(story)], expected: 'doubt' });
      const sinceS = isDuring ? story.between(10, 110) : story.between(900, 1_500);
      const share = 0.2 + 0.15 * story.random.uniform();
      story.mishap((reading, second) =>
        second < sinceS || reading.grams === null
          ? reading
          : { ...reading, grams: Math.round((reading.grams * (1 - share)) / 50) * 50 },
      );
    },
  },
  {
    name: 'stuck',
    temper: 'adversarial',
    tell: (story) => {
      story.visit({ atS: 0, grams: [bag(story)] });
      story.visit({ atS: 3_000, grams: [bag(story)], expected: 'doubt' });
      const sinceS = story.between(900, 2_700);
      let value: number | null = null;
      story.mishap((reading, second) => {
        if (second < sinceS) return reading;
        value ??= reading.grams;
        return { ...reading, grams: value };
      });
    },
  },
  {
    name: 'damp-cell',
    temper: 'adversarial',
    tell: (story) => {
      for (const atS of [0, 1_200, 2_400]) story.visit({ atS, grams: [bag(story)], expected: 'doubt' });
      const stepGrams = story.between(40, 120);
      let walked = 0;
      story.disturb(() => {
        walked += stepGrams * story.random.gaussian();
        return walked;
      });
    },
  },
  {
    name: 'saturation',
    temper: 'adversarial',
    tell: (story) => {
      story.maxGrams = 1_000_000;
      story.startGrams = story.maxGrams - story.between(500, 4_000);
      story.visit({ atS: 0, grams: [story.between(5_000, 15_000)], expected: 'doubt' });
      const isSilent = story.chance(0.5);
      const limit = story.maxGrams + 100;
      story.mishap((reading) => {
        if (reading.grams === null || reading.grams <= limit) return reading;
        return isSilent ? { ...reading, grams: limit } : { ...reading, grams: null, status: 'overload' };
      });
    },
  },
  {
    name: 'unit-error',
    temper: 'adversarial',
    tell: (story) => {
      const isDuring = story.chance(0.5);
      story.visit({ atS: 0, staySeconds: 120, grams: [bag(story)], expected: isDuring ? 'doubt' : 'ok' });
      story.visit({ atS: 2_400, grams: [bag(story)], expected: 'doubt' });
      const sinceS = isDuring ? story.between(10, 110) : story.between(900, 1_500);
      const factor = story.chance(0.5) ? 0.001 : 1_000;
      story.mishap((reading, second) =>
        second < sinceS || reading.grams === null ? reading : { ...reading, grams: Math.round(reading.grams * factor) },
      );
    },
  },
];
