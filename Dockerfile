# The bot. Give it its settings by the environment and redress.yml by a mount; see compose.yaml.
# Node 26 is a long-term support line until April 2029. CONTRIBUTING.md says how to change the version.
FROM node:26.10.0-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --include=dev --no-audit --no-fund
COPY tsconfig.json ./
COPY src ./src
COPY adapters ./adapters
COPY scripts/bundle-bot.mjs ./scripts/
RUN node_modules/.bin/tsc -p tsconfig.json && node scripts/bundle-bot.mjs && npm prune --omit=dev --no-audit --no-fund

FROM node:26.10.0-slim
ENV NODE_ENV=production
WORKDIR /app
RUN mkdir data && chown node:node data
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
USER node
# the embedded file, when there is no MONGODB_URI, and what else Redress keeps on disk
VOLUME /app/data
EXPOSE 3000
# it ends in order within 10 s
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT || 3000) + '/healthz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# node itself, not npm: SIGTERM reaches it and it ends in order
CMD ["node", "--enable-source-maps", "dist/bot/main.js"]
