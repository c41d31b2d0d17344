import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Each row of the audit carries a hash of itself and of the row before it of its station, so that what is changed or removed afterwards, by whoever may
 * drop a trigger, shows. Changes of a station take turns by its row, so that rows are in the order of their positions.
 */
export class ChainAudit1700000003000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE audit ADD COLUMN hash bytea;

      CREATE FUNCTION audit_hash(previous bytea, entry audit) RETURNS bytea LANGUAGE sql STABLE AS $$
        SELECT sha256(coalesce(previous, ''::bytea) || convert_to(jsonb_build_array(entry.position, entry.at AT TIME ZONE 'UTC',
          entry.author_subject, entry.author_name, entry.station_id, entry.action, entry.before, entry.after)::text, 'UTF8'))
      $$;

      CREATE FUNCTION chain_audit() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
        BEGIN
          NEW.hash := audit_hash(
            (SELECT hash FROM audit WHERE station_id = NEW.station_id ORDER BY position DESC LIMIT 1), NEW);
          RETURN NEW;
        END $$;

      DROP TRIGGER audit_is_append_only ON audit;
      DO $$
        DECLARE entry audit;
        BEGIN
          FOR entry IN SELECT * FROM audit ORDER BY position LOOP
            UPDATE audit SET hash = audit_hash(
              (SELECT hash FROM audit WHERE station_id = entry.station_id AND position < entry.position ORDER BY position DESC LIMIT 1),
              entry)
            WHERE position = entry.position;
          END LOOP;
        END $$;
      ALTER TABLE audit ALTER COLUMN hash SET NOT NULL;
      CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
      CREATE TRIGGER audit_is_chained BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION chain_audit();`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER audit_is_chained ON audit;
      DROP FUNCTION chain_audit();
      DROP FUNCTION audit_hash(bytea, audit);
      ALTER TABLE audit DROP COLUMN hash;`);
  }
}
