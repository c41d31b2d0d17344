/** The five categories of products for which reuse is reported, in tonnes: Commission Implementing Decision (EU) 2021/19. */
export const PRODUCT_CATEGORIES = [
  'textiles',
  'electrical-and-electronic-equipment',
  'furniture',
  'construction-materials-and-products',
  'other',
] as const;
export type ProductCategory = (typeof PRODUCT_CATEGORIES)[number];

export interface ProductMapping {
  fraction: string;
  category: ProductCategory;
  source: string;
}

const DECISION = '(EU) 2021/19, categories of reused products';
const own = (why: string): string => `${DECISION}; our reading: ${why}`;

/** Our fractions as the decision counts products. A mixture isn't here: it is reported by its name, not hidden in `other`. */
export const EU_PRODUCTS: readonly ProductMapping[] = [
  { fraction: 'textiles', category: 'textiles', source: DECISION },
  { fraction: 'electronics', category: 'electrical-and-electronic-equipment', source: DECISION },
  { fraction: 'furniture', category: 'furniture', source: DECISION },
  { fraction: 'construction', category: 'construction-materials-and-products', source: DECISION },
  {
    fraction: 'wood',
    category: 'construction-materials-and-products',
    source: own('wood that is used again is built with'),
  },
  { fraction: 'books', category: 'other', source: own('a product without a category of its own') },
  { fraction: 'toys', category: 'other', source: own('a product without a category of its own') },
  { fraction: 'sports', category: 'other', source: own('a product without a category of its own') },
  { fraction: 'bicycles', category: 'other', source: own('a product without a category of its own') },
  { fraction: 'kitchenware', category: 'other', source: own('a product without a category of its own') },
  { fraction: 'other', category: 'other', source: DECISION },
];
