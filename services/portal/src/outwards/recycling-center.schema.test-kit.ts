const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const TIME = { type: 'string', pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' };
const DATE = { type: 'string', format: 'date' };
const HOURS = { '@type': { const: 'OpeningHoursSpecification' }, opens: TIME, closes: TIME };

/** What schema.org says of the properties that we use of a RecyclingCenter; nothing beside them. */
export const RECYCLING_CENTER = {
  type: 'object',
  additionalProperties: false,
  required: ['@context', '@type', '@id', 'name', 'url', 'address', 'geo', 'openingHoursSpecification'],
  properties: {
    '@context': { const: 'https://schema.org' },
    '@type': { const: 'RecyclingCenter' },
    '@id': { type: 'string', format: 'uri' },
    url: { type: 'string', format: 'uri' },
    name: { type: 'string', minLength: 1 },
    telephone: { type: 'string', minLength: 1 },
    address: {
      type: 'object',
      additionalProperties: false,
      properties: {
        '@type': { const: 'PostalAddress' },
        streetAddress: { type: 'string' },
        addressLocality: { type: 'string' },
        addressCountry: { type: 'string', pattern: '^[A-Z]{2}$' },
      },
    },
    geo: {
      type: 'object',
      additionalProperties: false,
      required: ['@type', 'latitude', 'longitude'],
      properties: {
        '@type': { const: 'GeoCoordinates' },
        latitude: { type: 'number', minimum: -90, maximum: 90 },
        longitude: { type: 'number', minimum: -180, maximum: 180 },
      },
    },
    openingHoursSpecification: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['@type', 'dayOfWeek', 'opens', 'closes'],
        properties: { ...HOURS, dayOfWeek: { type: 'array', minItems: 1, uniqueItems: true, items: { enum: DAYS } } },
      },
    },
    specialOpeningHoursSpecification: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['@type', 'validFrom', 'validThrough'],
        properties: { ...HOURS, validFrom: DATE, validThrough: DATE },
        dependencies: { opens: ['closes'], closes: ['opens'] },
      },
    },
  },
};
