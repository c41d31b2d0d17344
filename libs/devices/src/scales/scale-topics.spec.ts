import { describe, expect, it } from '@jest/globals';
import { isBirthFor, isTopicFilter, type ListedScale, scalesAt, topicFiltersOf, topicMatches } from './scale-topics';

const SPARKPLUG: ListedScale = { dialect: 'sparkplug-b', topic: 'spBv1.0/Oslo REG/DDATA/gw/vekt1' };

describe('topics of scales of other makes', () => {
  it.each([
    ['tele/vekt1/SENSOR', 'tele/vekt1/SENSOR', true],
    ['home/+/BTtoMQTT/C8478CD10EBE', 'home/OpenMQTTGateway/BTtoMQTT/C8478CD10EBE', true],
    ['home/+/BTtoMQTT/#', 'home/gw/BTtoMQTT/AA', true],
    ['home/#', 'home', true],
    ['home/+', 'home', false],
    ['home/+', 'home/a/b', false],
    ['tele/vekt1/SENSOR', 'tele/vekt1/SENSOR/', false],
    ['#', '$SYS/broker', false],
    ['a/#/b', 'a/x/b', false],
  ])('%s hears %s: %s', (filter, topic, expected) => expect(topicMatches(filter, topic)).toBe(expected));

  it.each([
    ['tele/+/SENSOR', true],
    ['home/#', true],
    ['home/#/x', false],
    ['home/a+', false],
    ['', false],
  ])('%s is a filter: %s', (filter, expected) => expect(isTopicFilter(filter)).toBe(expected));

  it('of one gateway are heard by all scales behind it', () => {
    const scales = [
      { id: 'a', dialect: 'theengs', topic: 'home/+/BTtoMQTT/#' },
      { id: 'b', dialect: 'theengs', topic: 'home/gw/BTtoMQTT/AA' },
      { id: 'c', dialect: 'esphome', topic: 'other' },
    ] as const;
    expect(scalesAt('home/gw/BTtoMQTT/AA', scales).map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('of Sparkplug bring the births along', () => {
    const births = ['spBv1.0/Oslo REG/NBIRTH/gw', 'spBv1.0/Oslo REG/DBIRTH/gw/vekt1'];
    expect(topicFiltersOf(SPARKPLUG)).toEqual([SPARKPLUG.topic, ...births]);
    for (const birth of births) expect(isBirthFor(birth, [SPARKPLUG])).toBe(true);
    expect(isBirthFor(SPARKPLUG.topic, [SPARKPLUG])).toBe(false);
  });
});
