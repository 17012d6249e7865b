# One image for every role; compose.yaml says which container has which. docs/setup-mongodb.md leads through it.

# Builds the dashboard, and stays behind: its development packages are not part of what runs.
FROM node:24-slim AS build

WORKDIR /app

# By themselves, so that a change of the source does not install everything again. No scripts: one of them would download another Node.
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts

COPY check-node.cjs tsconfig.json vite.config.ts ./
COPY src ./src
RUN npm run build


FROM node:24-slim

ENV NODE_ENV=production
WORKDIR /app

COPY package.json package-lock.json ./
RUN npm ci --omit=dev && npm cache clean --force

COPY check-node.cjs ./
COPY src ./src
COPY --from=build /app/dist/web ./dist/web

# The source belongs to root and stays as it is. Only SQLite, when it is used, needs a place to write to: mount a volume on it.
RUN install -d -o node -g node -m 700 data
USER node

# Inside a container 127.0.0.1 is reached by nobody else. The dashboard and the API need PUBLIC_URL besides.
ENV HOST=0.0.0.0
EXPOSE 3000

CMD ["node", "--max-semi-space-size=4", "src/main.ts", "all"]
