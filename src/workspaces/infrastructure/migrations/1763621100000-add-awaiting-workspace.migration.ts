import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddAwaitingWorkspace1763621100000 implements MigrationInterface {
  name = 'AddAwaitingWorkspace1763621100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE workspaces ADD COLUMN awaits_owner boolean NOT NULL DEFAULT false');
    await runner.query(
      'CREATE UNIQUE INDEX workspaces_awaits_owner ON workspaces (awaits_owner) WHERE awaits_owner',
    );
  }

  /** What nobody has taken yet has no owner to keep it. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DELETE FROM workspaces WHERE awaits_owner');
    await runner.query('ALTER TABLE workspaces DROP COLUMN awaits_owner');
  }
}
