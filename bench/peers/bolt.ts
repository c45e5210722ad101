import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { App, type types } from '@slack/bolt';
import sqlite from 'node-sqlite3-wasm';

/**
 * The bare peer: a Bolt app as in Bolt's documentation, with its own HTTP receiver. It opens the
 * same form, saves a submission with one durable insert, and posts the same two messages.
 */
const {
  PEER_TOKEN = '',
  PEER_SECRET = '',
  PEER_API = '',
  PEER_PORT = '',
  PEER_FILE = '',
  PEER_VIEW = '',
} = process.env;

const app = new App({
  token: PEER_TOKEN,
  signingSecret: PEER_SECRET,
  clientOptions: { slackApiUrl: PEER_API },
});

const database = new sqlite.Database(PEER_FILE);
database.exec('PRAGMA locking_mode=EXCLUSIVE');
database.all('PRAGMA journal_mode=WAL');
database.exec('PRAGMA synchronous=FULL');
database.exec('CREATE TABLE IF NOT EXISTS kept (id TEXT PRIMARY KEY, body TEXT)');

/** The form as the bot opened it, so that both send the same bytes. */
const form = JSON.parse(readFileSync(PEER_VIEW, 'utf8')) as types.ModalView;

app.command('/complaint', async ({ ack, client, body }) => {
  await ack();
  await client.views.open({ trigger_id: body.trigger_id, view: form });
});

app.view('file', async ({ ack, client, body, view }) => {
  const kept = JSON.stringify(view.state.values);
  database.run('INSERT INTO kept (id, body) VALUES (?, ?)', [randomUUID(), kept]);
  await ack();
  await client.chat.postMessage({ channel: 'C1', text: kept });
  const { channel } = await client.conversations.open({ users: body.user.id });
  await client.chat.postMessage({ channel: channel?.id ?? '', text: kept });
});

await app.start(Number(PEER_PORT));
