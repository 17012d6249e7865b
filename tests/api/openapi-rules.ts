/** What an OpenAPI 3.1 document has to be, as JSON Schema: https://spec.openapis.org/oas/v3.1.1, the parts that ours has. */
const text = { type: 'string', minLength: 1 };
const schema = { $ref: 'https://json-schema.org/draft/2020-12/schema' };
const content = {
  type: 'object',
  minProperties: 1,
  propertyNames: { pattern: '^[a-z]+/[a-z+.-]+$' },
  additionalProperties: {
    type: 'object',
    required: ['schema'],
    properties: { schema },
    additionalProperties: false,
  },
};

export const openApiRules = {
  $id: 'https://confab.test/openapi-rules',
  type: 'object',
  required: ['openapi', 'info', 'paths'],
  properties: {
    openapi: { pattern: '^3\\.1\\.\\d+$' },
    info: {
      type: 'object',
      required: ['title', 'version'],
      properties: { title: text, version: text, summary: text, description: text },
      additionalProperties: false,
    },
    servers: {
      type: 'array',
      items: { type: 'object', required: ['url'], properties: { url: text }, additionalProperties: false },
    },
    tags: {
      type: 'array',
      uniqueItems: true,
      items: { type: 'object', required: ['name'], properties: { name: text }, additionalProperties: false },
    },
    paths: {
      type: 'object',
      propertyNames: { pattern: '^/' },
      additionalProperties: {
        type: 'object',
        propertyNames: { enum: ['get', 'put', 'post', 'delete'] },
        additionalProperties: { $ref: '#/$defs/operation' },
      },
    },
    components: {
      type: 'object',
      properties: {
        schemas: { type: 'object', propertyNames: { pattern: '^[a-zA-Z0-9._-]+$' }, additionalProperties: schema },
        securitySchemes: {
          type: 'object',
          additionalProperties: {
            type: 'object',
            required: ['type'],
            oneOf: [
              {
                properties: { type: { const: 'http' }, scheme: text, description: text },
                required: ['scheme'],
                additionalProperties: false,
              },
              {
                properties: {
                  type: { const: 'apiKey' },
                  in: { enum: ['cookie', 'header', 'query'] },
                  name: text,
                  description: text,
                },
                required: ['in', 'name'],
                additionalProperties: false,
              },
            ],
          },
        },
      },
      additionalProperties: false,
    },
  },
  additionalProperties: false,
  $defs: {
    operation: {
      type: 'object',
      required: ['operationId', 'summary', 'tags', 'responses'],
      properties: {
        operationId: { type: 'string', pattern: '^[a-z][A-Za-z]+$' },
        summary: text,
        description: text,
        tags: { type: 'array', minItems: 1, items: text },
        security: { type: 'array', items: { type: 'object', additionalProperties: { type: 'array', items: text } } },
        parameters: {
          type: 'array',
          uniqueItems: true,
          items: {
            type: 'object',
            required: ['name', 'in', 'schema'],
            properties: {
              name: text,
              in: { enum: ['path', 'query', 'header', 'cookie'] },
              required: { type: 'boolean' },
              description: text,
              example: true,
              schema,
            },
            if: { properties: { in: { const: 'path' } } },
            // biome-ignore lint/suspicious/noThenProperty: a word of JSON Schema
            then: { properties: { required: { const: true } }, required: ['required'] },
            additionalProperties: false,
          },
        },
        requestBody: {
          type: 'object',
          required: ['content'],
          properties: { required: { type: 'boolean' }, content },
          additionalProperties: false,
        },
        responses: {
          type: 'object',
          minProperties: 1,
          propertyNames: { pattern: '^[1-5]\\d\\d$' },
          additionalProperties: {
            type: 'object',
            required: ['description'],
            properties: {
              description: text,
              content,
              headers: {
                type: 'object',
                additionalProperties: {
                  type: 'object',
                  required: ['schema'],
                  properties: { schema },
                  additionalProperties: false,
                },
              },
            },
            additionalProperties: false,
          },
        },
      },
      additionalProperties: false,
    },
  },
};
