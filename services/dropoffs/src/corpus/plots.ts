import { FAMILIES, NOISE_CLASSES } from '@selvbetjent/simulation';
import { errorOf, grouped, isSure, metricsOf } from './metrics';
import { type Session } from './weigh-case';

const [WIDTH, HEIGHT, LEFT, BOTTOM] = [900, 340, 60, 40];
const COLOURS = ['#176b2c', '#1f42aa', '#b3541e'];
const LARGEST_GRAMS = 1_000;

/** @returns an SVG image: which share of the sure sessions is wrong by more than so much, by noise. */
export function errorPlot(sessions: readonly Session[]): string {
  const x = (grams: number): number => LEFT + (grams / LARGEST_GRAMS) * (WIDTH - LEFT - 20);
  const y = (share: number): number =>
    20 + ((Math.log10(1) - Math.log10(Math.max(share, 1e-4))) / 4) * (HEIGHT - BOTTOM - 20);
  const lines = Object.keys(NOISE_CLASSES).map((noise, index) => {
    const errors = sessions
      .filter((it) => it.story.noise === noise && isSure(it) && it.became !== 'emptying')
      .map((it) => Math.abs(errorOf(it)));
    const points = Array.from({ length: 101 }, (_, step) => {
      const grams = step * (LARGEST_GRAMS / 100);
      return `${x(grams).toFixed(1)},${y(errors.filter((error) => error > grams).length / Math.max(errors.length, 1)).toFixed(1)}`;
    });
    return `<polyline points="${points.join(' ')}" fill="none" stroke="${COLOURS[index]}" stroke-width="2"/><text x="${WIDTH - 160}" y="${40 + 18 * index}" fill="${COLOURS[index]}">${noise} noise</text>`;
  });
  const rows = [1, 0.1, 0.01, 0.001, 0.0001].map(
    (share) =>
      `<line x1="${LEFT}" x2="${WIDTH - 20}" y1="${y(share)}" y2="${y(share)}" stroke="#ddd"/><text x="${LEFT - 6}" y="${y(share) + 4}" text-anchor="end">${share * 100} %</text>`,
  );
  const columns = [0, 200, 400, 600, 800, 1_000].map(
    (grams) => `<text x="${x(grams)}" y="${HEIGHT - 20}" text-anchor="middle">${grams} g</text>`,
  );
  return image('Share of sure sessions that are wrong by more than so many grams', [...rows, ...columns, ...lines]);
}

/** @returns an SVG image: 95 % of the errors of each family, typical noise. */
export function familyPlot(sessions: readonly Session[]): string {
  const all = grouped(
    sessions.filter(({ story }) => story.noise === 'typical'),
    ({ story }) => story.family,
  );
  const height = 24 + FAMILIES.length * 18;
  const bars = FAMILIES.flatMap(({ name, temper }, index) => {
    const { p95 } = metricsOf(all.get(name) ?? []);
    const [y, width] = [20 + index * 18, Number.isNaN(p95) ? 0 : Math.min(p95 / LARGEST_GRAMS, 1) * (WIDTH - 260)];
    const colour = temper === 'clean' ? COLOURS[0] : COLOURS[1];
    return [
      `<text x="150" y="${y + 11}" text-anchor="end">${name}</text><rect x="156" y="${y}" width="${width.toFixed(1)}" height="13" fill="${colour}"/>`,
      `<text x="${(162 + width).toFixed(1)}" y="${y + 11}">${Number.isNaN(p95) ? 'none sure' : `${Math.round(p95)} g`}</text>`,
    ];
  });
  return image('95 % of the errors of sure sessions, typical noise', bars, height);
}

function image(title: string, parts: readonly string[], height = HEIGHT): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" font-family="sans-serif" font-size="12">`,
    `<title>${title}</title><rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
    ...parts,
    '</svg>\n',
  ].join('\n');
}
