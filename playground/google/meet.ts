import type { GoogleAccount } from './accounts.ts';
import type { AccessType, Conferences, Space } from './conferences.ts';
import { meetError } from './google-error.ts';
import { isJsonObject, type JsonObject } from './google-request.ts';

const ACCESS_TYPES: readonly string[] = ['OPEN', 'TRUSTED', 'RESTRICTED'];
const CONFIG_FIELDS = new Set([
  'accessType',
  'entryPointAccess',
  'moderation',
  'moderationRestrictions',
  'attendanceReportGenerationType',
  'artifactConfig',
]);
const SPACE_FIELDS = new Set([
  'name',
  'meetingUri',
  'meetingCode',
  'config',
  'activeConference',
  'phoneAccess',
  'gatewaySipAccess',
]);

/** GET /v2/spaces/{id or meeting code}. */
export function getSpace(conferences: Conferences, caller: GoogleAccount, name: string): JsonObject {
  return spaceResource(openSpace(conferences, caller, name));
}

/** PATCH /v2/spaces/{space}: only by its own name, never by its meeting code. */
export function patchSpace(
  conferences: Conferences,
  caller: GoogleAccount,
  name: string,
  query: URLSearchParams,
  body: unknown,
): JsonObject {
  const space = openSpace(conferences, caller, name);
  if (space.name !== name) throw invalidArgument(`Invalid space name: ${name}`);
  const wanted = isJsonObject(body) ? body : {};
  const config = isJsonObject(wanted.config) ? wanted.config : {};
  for (const key of Object.keys(wanted)) if (!SPACE_FIELDS.has(key)) throw unknownName(key, 'space');
  for (const key of Object.keys(config)) if (!CONFIG_FIELDS.has(key)) throw unknownName(key, 'space.config');

  const masked = pathsOf(query.get('updateMask'), config);
  if (masked.includes('accessType')) {
    if (typeof config.accessType !== 'string' || !ACCESS_TYPES.includes(config.accessType)) {
      throw invalidArgument(`Invalid value at 'space.config.access_type': "${String(config.accessType)}"`);
    }
    space.accessType = config.accessType as AccessType;
  }
  if (masked.includes('entryPointAccess')) {
    if (config.entryPointAccess !== 'ALL' && config.entryPointAccess !== 'CREATOR_APP_ONLY') {
      throw invalidArgument(`Invalid value at 'space.config.entry_point_access': "${String(config.entryPointAccess)}"`);
    }
    space.entryPointAccess = config.entryPointAccess;
  }
  return spaceResource(space);
}

export interface RoomVisit {
  /** The link, or the meeting code. */
  link: string;
  /** The signed-in address, or nobody in particular. */
  who?: string;
  /** Whether the organiser sits in the room and lets in who knocks. */
  hostPresent?: boolean;
}

/** What a person meets at the door: admitted, or waiting for somebody to let them in. */
export function enterRoom(conferences: Conferences, { link, who = 'anonymous', hostPresent = false }: RoomVisit) {
  const space = conferences.find(link);
  if (space === undefined) throw new Error('Check your meeting code: there is no such meeting.');
  const email = who.toLowerCase();
  const invited = email === space.owner.email || space.invited().includes(email);
  const colleague = !space.owner.consumer && email.split('@')[1] === space.owner.email.split('@')[1];
  const trusted = space.accessType === 'TRUSTED' && colleague;
  return space.accessType === 'OPEN' || invited || trusted || hostPresent ? 'admitted' : 'knocking';
}

/** Only the owner finds a room here; to anyone else it might not exist. */
function openSpace(conferences: Conferences, caller: GoogleAccount, name: string): Space {
  const space = conferences.find(name);
  if (space === undefined || space.owner !== caller || caller.meetRefused) {
    throw meetError(403, 'PERMISSION_DENIED', 'Permission denied on resource Space (or it might not exist)');
  }
  return space;
}

/** Names of config fields, from a mask such as `config.accessType`; without a mask, those the body has. */
function pathsOf(mask: string | null, config: JsonObject): string[] {
  if (mask === null || mask === '') return Object.keys(config);
  return mask.split(',').flatMap((path) => {
    if (path === 'config' || path === '*') return Object.keys(config);
    const field = /^config\.(\w+)$/.exec(path)?.[1]?.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
    if (field === undefined || !CONFIG_FIELDS.has(field)) throw invalidArgument(`Invalid field mask: ${path}`);
    return [field];
  });
}

function spaceResource({ name, meetingUri, meetingCode, accessType, entryPointAccess }: Space): JsonObject {
  return { name, meetingUri, meetingCode, config: { accessType, entryPointAccess } };
}

const invalidArgument = (message: string) => meetError(400, 'INVALID_ARGUMENT', message);

const unknownName = (key: string, at: string) =>
  invalidArgument(`Invalid JSON payload received. Unknown name "${key}" at '${at}': Cannot find field.`);
