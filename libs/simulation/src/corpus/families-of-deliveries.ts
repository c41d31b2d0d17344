import type { Family } from './family';
import type { Story } from './story';

const bag = (story: Story): number => story.between(1_000, 15_000);

/** Three visits, a few minutes apart. */
function thrice(story: Story, grams: () => number[], more: { personGrams?: number } = {}): void {
  let atS = story.between(0, 60);
  for (let count = 0; count < 3; count += 1) {
    const staySeconds = story.between(40, 180);
    story.visit({ atS, staySeconds, grams: grams(), ...more });
    atS += staySeconds + story.between(90, 900);
  }
}

export const deliveryFamilies: readonly Family[] = [
  { name: 'single', temper: 'clean', tell: (story) => thrice(story, () => [bag(story)]) },
  {
    name: 'many-bags',
    temper: 'clean',
    tell: (story) => thrice(story, () => Array.from({ length: story.between(4, 12) }, () => story.between(500, 6_000))),
  },
  { name: 'tiny', temper: 'clean', tell: (story) => thrice(story, () => [story.between(50, 300)]) },
  { name: 'heavy', temper: 'clean', tell: (story) => thrice(story, () => [story.between(40_000, 60_000)]) },
  { name: 'take-out', temper: 'clean', tell: (story) => thrice(story, () => [-story.between(1_000, 15_000)]) },
  { name: 'mixed', temper: 'clean', tell: (story) => thrice(story, () => [bag(story), -bag(story), bag(story)]) },
  { name: 'nothing', temper: 'clean', tell: (story) => thrice(story, () => []) },
  {
    name: 'two-people',
    temper: 'clean',
    tell: (story) => {
      thrice(story, () => [bag(story), -story.between(500, 3_000)]);
      for (const { atS, staySeconds } of story.visits) {
        story.stands(atS + 8, atS + (staySeconds ?? 90) - 6, story.between(40_000, 95_000));
      }
    },
  },
  {
    name: 'lean-while-open',
    temper: 'adversarial',
    tell: (story) => {
      thrice(story, () => [bag(story)]);
      for (const { atS, staySeconds } of story.visits) story.leans(atS + 2, atS + (staySeconds ?? 90) - 2);
    },
  },
  {
    name: 'lean-over-close',
    temper: 'adversarial',
    tell: (story) => {
      thrice(story, () => [bag(story)]);
      for (const { atS, staySeconds } of story.visits) {
        const closedS = atS + (staySeconds ?? 90);
        story.leans(closedS - 10, closedS + story.between(5, 70));
      }
    },
  },
  {
    name: 'static-load',
    temper: 'adversarial',
    tell: (story) => {
      const staySeconds = story.between(60, 150);
      const restS = [20, 40, 200, 500][story.random.integer(4)] ?? 20;
      story.visit({ atS: 0, staySeconds, grams: [bag(story)] });
      story.rests(staySeconds - 15, staySeconds + restS, story.between(5_000, 75_000));
      story.visit({ atS: 2_400, staySeconds: 90, grams: [bag(story)] });
    },
  },
  {
    name: 'jumping-child',
    temper: 'adversarial',
    tell: (story) => {
      thrice(story, () => [bag(story)]);
      for (const { atS, staySeconds } of story.visits) {
        const fromS = atS + (staySeconds ?? 90) + story.between(-20, 20);
        const untilS = fromS + story.between(10, 60);
        const child = story.between(15_000, 30_000);
        const heights = Array.from({ length: 100 }, () => story.random.uniform() * 2.2);
        story.disturb((second) =>
          second >= fromS && second < untilS ? child * (heights[Math.floor(second - fromS)] ?? 1) : 0,
        );
      }
    },
  },
];
