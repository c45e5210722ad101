import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { JsonObject } from '../../json.js';
import { findTeam } from '../directory.js';
import { findMessage, messagesOf } from '../messages.js';
import { messagePayload } from '../people/extension.js';
import type { Core } from '../state.js';
import type { Message } from '../types.js';
import { GRAPH_AUDIENCE, isAuthorized } from './tokens.js';

/** An answer of Microsoft Graph. */
interface Answer {
  status: number;
  body: JsonObject;
}

/** A channel's message, named by the path. */
interface Named {
  group: string;
  channel: string;
  message: string;
}

function refuse(status: number, code: string, message: string): Answer {
  return { status, body: { error: { code, message } } };
}

/** A message as Graph gives it: what a message extension carries of it, with the address on the web. */
function messageOut(core: Core, message: Message): JsonObject {
  const { linkToMessage, ...rest } = messagePayload(core, message);
  return { messageType: 'message', deletedDateTime: null, ...rest, webUrl: linkToMessage };
}

/** The message, if the consent of its team lets the app read it (`ChannelMessage.Read.Group`). */
function readMessage(core: Core, { group, channel, message }: Named): Message | Answer {
  const team = findTeam(core, group);
  const isThere = team?.channels.some(({ id, deleted }) => id === channel && !deleted) === true;
  if (team === undefined || team.groupId !== group || !isThere) {
    return refuse(404, 'NotFound', 'No such team or channel.');
  }
  if (!team.installed || !team.readsAll) {
    return refuse(
      403,
      'Forbidden',
      'Missing role permissions on the request: ChannelMessage.Read.Group.',
    );
  }
  return findMessage(core, channel, message) ?? refuse(404, 'NotFound', 'NotFound');
}

function isAnswer(found: Message | Answer): found is Answer {
  return 'status' in found;
}

/** Newest first, `$top` on a page, as Graph lists replies. */
function pageOf(
  core: Core,
  request: FastifyRequest,
  url: string,
  all: readonly Message[],
): JsonObject {
  const query = request.query as Readonly<Record<string, string | undefined>>;
  const [top, skip] = [Number(query.$top ?? 20), Number(query.$skiptoken ?? 0)];
  const shown = [...all].reverse().slice(skip, skip + top);
  const isMore = skip + top < all.length;
  return {
    '@odata.count': shown.length,
    ...(isMore ? { '@odata.nextLink': `${url}?$top=${top}&$skiptoken=${skip + top}` } : {}),
    value: shown.map((message) => messageOut(core, message)),
  };
}

/** Serves what Redress asks of Microsoft Graph: a channel's message, and the replies to it. */
export function serveGraph(server: FastifyInstance, core: Core, base: () => string): void {
  const path = '/graph/v1.0/teams/:group/channels/:channel/messages/:message';
  const serve = (url: string, answer: (message: Message, request: FastifyRequest) => JsonObject) =>
    server.get(url, (request, reply) => {
      if (!isAuthorized(core, request.headers.authorization, GRAPH_AUDIENCE)) {
        const { status, body } = refuse(
          401,
          'InvalidAuthenticationToken',
          'The token is not valid.',
        );
        return reply.code(status).send(body);
      }
      const found = readMessage(core, request.params as Named);
      if (isAnswer(found)) return reply.code(found.status).send(found.body);
      return reply.send(answer(found, request));
    });
  serve(path, (message) => messageOut(core, message));
  serve(`${path}/replies`, (_first, request) => {
    const { group, channel, message: id } = request.params as Named;
    const at = [group, 'channels', channel, 'messages', id].map(encodeURIComponent).join('/');
    const url = `${base()}/graph/v1.0/teams/${at}/replies`;
    const replies = messagesOf(core, channel).filter(
      (one) => one.root === id && one.id !== id && !one.deleted,
    );
    return pageOf(core, request, url, replies);
  });
}
