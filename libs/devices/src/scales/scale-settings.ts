/** `jin` is the market catty of Chinese scales, half a kilogram. */
export const WEIGHT_UNITS = ['g', 'kg', 't', 'lb', 'oz', 'jin'] as const;
export type WeightUnit = (typeof WEIGHT_UNITS)[number];

/** What the registry knows of a scale that its messages don't say. */
export interface ScaleSettings {
  /** Of values that come without one. */
  unit?: WeightUnit;
  /** What values are multiplied with before anything else; 1 by default. */
  factor?: number;
  /** Added to the tared weight; integer grams. */
  offsetGrams?: number;
  /** Where in the message: a path with dots (JSON), a metric (Sparkplug), a name (SenML), a sensor (Tasmota). */
  field?: string;
  /** Whose weight: a MAC address, or the number of an indicator on its bus. */
  address?: string;
  /** Sparkplug: the metric's alias, for gateways whose birth was missed. */
  alias?: number;
  /** LoRaWAN: the port of messages with weights. */
  port?: number;
  /** Decentlab: from the sensor's calibration sheet. */
  f0?: number;
  /** Decentlab: from the sensor's calibration sheet. */
  k?: number;
}
