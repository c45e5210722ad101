import { request as httpRequest, type IncomingMessage } from 'node:http';

/** Sends a POST over a new connection: a kept one may belong to a bot that died meanwhile. */
export function post(
  url: URL,
  headers: Record<string, string>,
  body: string,
  signal: AbortSignal,
): Promise<{ response: IncomingMessage; text: string }> {
  return new Promise((resolve, reject) => {
    const sending = httpRequest(url, { method: 'POST', headers, agent: false, signal });
    sending.on('error', reject);
    sending.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => resolve({ response, text: Buffer.concat(chunks).toString('utf8') }));
    });
    sending.end(body);
  });
}
