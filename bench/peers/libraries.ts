import '@agendajs/mongo-backend';
import '@slack/bolt';
import '@orama/stemmers/english';
import '@orama/stopwords/english';
import 'agenda';
import 'dotenv';
import 'fastify';
import 'luxon';
import 'minisearch';
import 'mongoose';
import 'node-sqlite3-wasm';
import 'p-queue';
import 'pino';
import 'prom-client';
import 'yaml';
import 'zod';
import { createServer } from 'node:http';

/** The bare peer for the start: the same libraries, and a server that answers when they are loaded. */
createServer((_request, response) => response.end('ready')).listen(
  Number(process.env.PEER_PORT),
  '127.0.0.1',
);
