const LONGITUDE = { type: 'number', minimum: -180, maximum: 180 };
const LATITUDE = { type: 'number', minimum: -90, maximum: 90 };

/** What RFC 7946 says of a collection of points; sections in brackets. */
export const RFC_7946 = {
  type: 'object',
  // [3.3] [7.1]: no members of other types; [4]: `crs` is no longer used.
  required: ['type', 'features'],
  not: { anyOf: ['coordinates', 'geometries', 'geometry', 'properties', 'crs'].map((name) => ({ required: [name] })) },
  properties: {
    type: { const: 'FeatureCollection' },
    features: { type: 'array', items: { $ref: '#/definitions/feature' } },
  },
  definitions: {
    feature: {
      type: 'object',
      // [3.2]
      required: ['type', 'geometry', 'properties'],
      properties: {
        type: { const: 'Feature' },
        id: { type: ['string', 'number'] },
        geometry: { $ref: '#/definitions/point' },
        properties: { type: ['object', 'null'] },
      },
      not: { anyOf: ['coordinates', 'geometries', 'features'].map((name) => ({ required: [name] })) },
    },
    point: {
      type: 'object',
      required: ['type', 'coordinates'],
      properties: {
        type: { const: 'Point' },
        // [3.1.1]: longitude, latitude, perhaps altitude.
        coordinates: {
          type: 'array',
          minItems: 2,
          maxItems: 3,
          items: [LONGITUDE, LATITUDE, { type: 'number' }],
          additionalItems: false,
        },
      },
    },
  },
};
