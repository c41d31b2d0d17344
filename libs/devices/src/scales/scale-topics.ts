import { type ForeignScaleDialect } from './scale-dialects';
import { parseSparkplugTopic } from './sparkplug-births';

/** Where a scale of another make is heard; the topic may hold MQTT's wildcards, for a scale that several gateways hear. */
export interface ListedScale {
  dialect: ForeignScaleDialect;
  topic: string;
}

/** The subscriptions that a scale needs: its own topic and, for Sparkplug, the births of its device and edge node. */
export function topicFiltersOf({ dialect, topic }: ListedScale): string[] {
  return dialect === 'sparkplug-b' ? [topic, ...birthTopicsOf(topic)] : [topic];
}

/** Which scales a message on this topic is for: several share a gateway's topic and are told apart by their settings. */
export function scalesAt<Scale extends ListedScale>(topic: string, scales: readonly Scale[]): Scale[] {
  return scales.filter((scale) => topicMatches(scale.topic, topic));
}

/** Whether a message on this topic is a birth that one of the scales needs. */
export function isBirthFor(topic: string, scales: readonly ListedScale[]): boolean {
  return scales.some((scale) => scale.dialect === 'sparkplug-b' && birthTopicsOf(scale.topic).includes(topic));
}

/** Of one edge node's topics, without wildcards. */
function birthTopicsOf(topic: string): string[] {
  const place = parseSparkplugTopic(topic);
  if (!place) return [];
  const [group, edge] = place.edge.split('/');
  const node = `spBv1.0/${group}/NBIRTH/${edge}`;
  return place.device ? [node, `spBv1.0/${group}/DBIRTH/${edge}/${place.device}`] : [node];
}

/** MQTT's rule for filters: `+` is one level, `#` the rest, and neither matches a topic that begins with `$`. */
export function topicMatches(filter: string, topic: string): boolean {
  if (topic.startsWith('$') && !filter.startsWith('$')) return false;
  const [wanted, levels] = [filter.split('/'), topic.split('/')];
  for (const [index, want] of wanted.entries()) {
    if (want === '#') return index === wanted.length - 1;
    if (index >= levels.length || (want !== '+' && want !== levels[index])) return false;
  }
  return wanted.length === levels.length;
}

/** Whether MQTT allows it as a filter. */
export function isTopicFilter(filter: string): boolean {
  const levels = filter.split('/');
  const isWhole = levels.every((level) => level === '+' || level === '#' || !/[+#\0]/.test(level));
  return filter.length > 0 && filter.length <= 500 && isWhole && !levels.slice(0, -1).includes('#');
}
