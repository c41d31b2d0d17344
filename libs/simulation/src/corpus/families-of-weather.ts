import type { Family } from './family';
import type { Story } from './story';

const bag = (story: Story): number => story.between(1_000, 15_000);

function thrice(story: Story): void {
  for (const atS of [0, 900, 1_900]) story.visit({ atS, staySeconds: story.between(40, 150), grams: [bag(story)] });
}

export const weatherFamilies: readonly Family[] = [
  {
    name: 'wind',
    temper: 'adversarial',
    tell: (story) => {
      thrice(story);
      const [gustGrams, periodS] = [story.between(100, 800), story.between(15, 60)];
      const phases = [story.random.uniform() * 6, story.random.uniform() * 6];
      story.disturb((second) => {
        const strength = 0.5 + 0.5 * Math.sin(second / (periodS * 7) + (phases[0] ?? 0));
        return gustGrams * strength * Math.sin((6.28 * second) / periodS + (phases[1] ?? 0)) * Math.sin(second / 3.7);
      });
    },
  },
  {
    name: 'vibration',
    temper: 'adversarial',
    tell: (story) => {
      thrice(story);
      for (const { atS, staySeconds } of story.visits) {
        const fromS = atS + (staySeconds ?? 90) + story.between(-100, 10);
        const untilS = fromS + story.between(60, 240);
        const [grams, hertz] = [story.between(200, 1_500), 2 + story.random.uniform() * 6];
        story.disturb((second) => (second >= fromS && second < untilS ? grams * Math.sin(6.2832 * hertz * second) : 0));
      }
    },
  },
  {
    name: 'rain',
    temper: 'adversarial',
    tell: (story) => {
      thrice(story);
      const gramsPerS = (story.between(2, 30) * 1_000) / 3_600;
      const fromS = story.between(-1_800, 900);
      const untilS = fromS + story.between(1_200, 5_400);
      story.disturb((second) => gramsPerS * (Math.min(Math.max(second, fromS), untilS) - fromS));
    },
  },
  {
    name: 'sun',
    temper: 'adversarial',
    tell: (story) => {
      thrice(story);
      const gramsPerDegree = story.between(-60, 60);
      story.disturb((second) => (gramsPerDegree * 15 * second) / 3_600);
      story.mishap((reading, second) => ({ ...reading, temperature: Math.round(40 + (150 * second) / 3_600) / 10 }));
    },
  },
];
