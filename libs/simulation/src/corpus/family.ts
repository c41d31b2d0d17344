import type { Story } from './story';

/** `clean`: nothing but deliveries; `adversarial`: people, weather or devices misbehave. */
export interface Family {
  name: string;
  temper: 'clean' | 'adversarial';
  tell(story: Story): void;
}
