import { describe, expect, it } from '@jest/globals';
import { ApiProblem, explain } from './problem';

describe('explain', () => {
  it('quotes what the owner of the rule says', () => {
    const refused = new ApiProblem(422, { code: 'bad_hours', detail: 'Her mangler et klokkeslett.', position: 6 });
    expect(explain(refused).what).toBe('Her mangler et klokkeslett.');
    expect(refused.position).toBe(6);
  });

  it('does not show words that are for programmers', () => {
    const technical = new ApiProblem(400, { code: 'invalid_input', detail: 'hours must be a string' });
    expect(explain(technical).what).not.toContain('must be');
    expect(explain(new ApiProblem(500, { detail: 'stack overflow' })).what).toBe('Noe gikk galt hos oss.');
    expect(explain(new TypeError('x is undefined')).what).toBe('Noe gikk galt hos oss.');
  });

  it('does not send people for rights when only the page is old', () => {
    expect(explain(new ApiProblem(403, { code: 'csrf' })).todo).toMatch(/Last siden på nytt/);
    expect(explain(new ApiProblem(403, { code: 'forbidden' })).todo).toMatch(/tilganger/);
  });

  it('knows silence', () => {
    expect(explain(new ApiProblem(0)).what).toMatch(/ikke kontakt/);
  });

  it('finds position and warnings also among the details', () => {
    const refused = new ApiProblem(409, {
      details: { position: 3, warnings: [{ code: 'never_open', message: 'Aldri.' }] },
    });
    expect(refused.position).toBe(3);
    expect(refused.warnings).toHaveLength(1);
  });
});
