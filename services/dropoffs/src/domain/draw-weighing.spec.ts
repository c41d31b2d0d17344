import { describe, expect, it } from '@jest/globals';
import { drawWeighing } from './draw-weighing';
import { cleanVisit } from './series.test-kit';
import { weighVisit } from './weigh-visit';

const visit = cleanVisit(412_300, 424_600);
const weighing = weighVisit(visit);
const drawing = {
  title: 'Ombruk & <metall>',
  samples: [...visit.before, ...visit.after],
  doors: [{ openedAtMs: visit.openedAtMs, closedAtMs: visit.closedAtMs }],
  decision: weighing.state === 'waiting' ? null : weighing,
  timeText: (atMs: number) => `${atMs / 1_000} s`,
};

describe('drawWeighing', () => {
  it('shows series, door, both windows and the decision', () => {
    const svg = drawWeighing(drawing);
    expect(svg).toMatch(/^<svg [^]*<\/svg>$/);
    expect(svg).toContain('drop-off · +12.300 kg · ok · weighed');
    expect(svg.match(/<path /g)).toHaveLength(1);
    expect(svg.match(/fill="#7fb98b"/g)).toHaveLength(2);
    expect(svg.match(/fill="#fbe6c8"/g)).toHaveLength(1);
  });

  it('lets no text break out, and draws a gap for a fault', () => {
    const samples = drawing.samples.map((sample, index) => ({
      ...sample,
      grams: index % 90 === 40 ? null : sample.grams,
    }));
    const svg = drawWeighing({ ...drawing, samples });
    expect(svg).toContain('Ombruk &amp; &lt;metall&gt;');
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    expect(/<path d="([^"]+)"/.exec(svg)?.[1]?.match(/M/g)?.length).toBeGreaterThan(1);
  });

  it('draws what there is when there is next to nothing', () => {
    expect(drawWeighing({ ...drawing, samples: [], doors: [], decision: null })).toContain('not decided yet');
    expect(drawWeighing({ ...drawing, samples: [] })).not.toMatch(/NaN|Infinity/);
  });
});
