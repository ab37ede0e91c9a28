import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateConversations1763600600000 implements MigrationInterface {
  name = 'CreateConversations1763600600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE conversations (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL
          CONSTRAINT conversations_workspace_id_fkey REFERENCES workspaces (id) ON DELETE CASCADE,
        bot_id uuid NOT NULL CONSTRAINT conversations_bot_id_fkey REFERENCES bots (id) ON DELETE CASCADE,
        principal text NOT NULL,
        title text,
        status text NOT NULL DEFAULT 'active' CONSTRAINT conversations_status CHECK (status IN ('active', 'archived')),
        last_seq integer NOT NULL DEFAULT 0,
        open_turns integer NOT NULL DEFAULT 0,
        opening_message_id text,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        updated_at timestamptz(3) NOT NULL DEFAULT now(),
        deleted_at timestamptz(3)
      )`);
    await runner.query('CREATE INDEX conversations_workspace_id ON conversations (workspace_id)');
    await runner.query('CREATE INDEX conversations_bot_id_id ON conversations (bot_id, id)');
    await runner.query(`
      CREATE UNIQUE INDEX conversations_opening ON conversations (bot_id, principal, opening_message_id)
      WHERE opening_message_id IS NOT NULL`);
    await runner.query(`
      CREATE TABLE messages (
        id uuid PRIMARY KEY,
        conversation_id uuid NOT NULL
          CONSTRAINT messages_conversation_id_fkey REFERENCES conversations (id) ON DELETE CASCADE,
        seq integer NOT NULL,
        role text NOT NULL CONSTRAINT messages_role CHECK (role IN ('user', 'assistant')),
        content text NOT NULL,
        status text NOT NULL
          CONSTRAINT messages_status CHECK (status IN ('streaming', 'completed', 'stopped', 'failed')),
        citations jsonb NOT NULL DEFAULT '[]',
        answered boolean,
        rating text CONSTRAINT messages_rating CHECK (rating IN ('up', 'down')),
        feedback_comment text,
        model text,
        prompt_tokens integer,
        completion_tokens integer,
        first_token_ms integer,
        latency_ms integer,
        error jsonb,
        parent_id uuid,
        client_message_id text,
        lease_owner text,
        lease_expires_at timestamptz(3),
        attempt integer NOT NULL DEFAULT 0,
        stop_requested boolean NOT NULL DEFAULT false,
        created_at timestamptz(3) NOT NULL DEFAULT now()
      )`);
    await runner.query('CREATE UNIQUE INDEX messages_conversation_id_seq ON messages (conversation_id, seq)');
    await runner.query(`
      CREATE UNIQUE INDEX messages_client_message_id ON messages (conversation_id, client_message_id)
      WHERE client_message_id IS NOT NULL`);
    await runner.query(`
      CREATE UNIQUE INDEX messages_streaming ON messages (conversation_id, parent_id) WHERE status = 'streaming'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE messages');
    await runner.query('DROP TABLE conversations');
  }
}
