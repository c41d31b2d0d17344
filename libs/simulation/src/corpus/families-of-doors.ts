import type { Family } from './family';
import type { Story } from './story';

const bag = (story: Story): number => story.between(1_000, 15_000);

export const doorFamilies: readonly Family[] = [
  {
    name: 'back-to-back',
    temper: 'adversarial',
    tell: (story) => {
      const pauseS = [5, 15, 25, 45][story.random.integer(4)] ?? 5;
      const expected = pauseS < 40 ? 'merge' : 'ok';
      const staySeconds = story.between(40, 120);
      story.visit({ atS: 0, staySeconds, grams: [bag(story)], expected });
      story.visit({ atS: staySeconds + pauseS, staySeconds: 60, grams: [bag(story)], expected });
      story.visit({ atS: 1_500, staySeconds: 60, grams: [bag(story)] });
    },
  },
  {
    name: 'open-for-long',
    temper: 'adversarial',
    tell: (story) => {
      story.visit({ atS: 0, staySeconds: 1_200, grams: [bag(story), bag(story)], personGrams: 0 });
      story.stands(60, 200, 70_000);
      story.visit({ atS: 2_700, staySeconds: 60, grams: [bag(story)] });
    },
  },
  {
    name: 'door-sensor',
    temper: 'adversarial',
    tell: (story) => {
      if (story.chance(0.5)) bounces(story);
      else forgetsToClose(story);
    },
  },
];

/** One visit looks like three, seconds apart. */
function bounces(story: Story): void {
  const staySeconds = story.between(60, 150);
  const firstS = story.between(10, 25);
  story.visit({ atS: 0, staySeconds, grams: [bag(story)], reportedClosedS: firstS, expected: 'merge' });
  for (const [atS, closedS] of [
    [firstS + 2, firstS + 20],
    [firstS + 21, staySeconds],
  ] as const) {
    story.visit({ atS, staySeconds: closedS - atS, grams: [], personGrams: 0, expected: 'merge' });
  }
  story.visit({ atS: 1_800, staySeconds: 60, grams: [bag(story)] });
}

/** The close is never reported: the visit ends by rule, long after everybody has gone. */
function forgetsToClose(story: Story): void {
  const timeOut = { reportedClosedS: 3_600, closedBy: 'time-out' as const };
  story.visit({ atS: 0, staySeconds: story.between(60, 150), grams: [bag(story)], ...timeOut });
  story.visit({ atS: 5_400, staySeconds: 60, grams: [bag(story)] });
}
