# One image for every role; compose.yaml says which container has which. docs/setup-mongodb.md leads through it.
FROM node:24-slim

ENV NODE_ENV=production
WORKDIR /app

# By themselves, so that a change of the source does not install everything again.
COPY package.json package-lock.json ./
RUN npm ci --omit=dev && npm cache clean --force

COPY check-node.cjs ./
COPY src ./src

# The source belongs to root and stays as it is. Only SQLite, when it is used, needs a place to write to: mount a volume on it.
RUN install -d -o node -g node -m 700 data
USER node

# Inside a container 127.0.0.1 is reached by nobody else.
ENV HOST=0.0.0.0
EXPOSE 3000

CMD ["node", "src/main.ts", "all"]
