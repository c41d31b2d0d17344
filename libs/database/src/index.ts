export { isContention } from './contention';
export { Database, type Transaction } from './database';
export { DatabaseModule } from './database.module';
export { createDataSource, type DatabaseOptions } from './data-source';
export { prepareDataSource, UnsuitableDatabase } from './prepare';
export { offerTableGauges, type TableFigures } from './table-gauges';
