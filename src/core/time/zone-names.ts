/**
 * What people call time zones. The zones themselves, and which country uses which, come from the ICU data in Node;
 * here is only what ICU does not say: which are the well-known ones, which big cities have none of their own, what
 * abbreviations mean, and today's names of renamed zones.
 */

/** ICU keeps old names as its canonical ones; people look for today's (IANA `backward`). */
const renamed: Readonly<Record<string, string>> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Catamarca': 'America/Argentina/Catamarca',
  'America/Coral_Harbour': 'America/Atikokan',
  'America/Cordoba': 'America/Argentina/Cordoba',
  'America/Godthab': 'America/Nuuk',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
  'America/Jujuy': 'America/Argentina/Jujuy',
  'America/Louisville': 'America/Kentucky/Louisville',
  'America/Mendoza': 'America/Argentina/Mendoza',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
  'Pacific/Enderbury': 'Pacific/Kanton',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk',
};

/** The name a zone goes by today; other names pass through. */
export function modernName(zone: string): string {
  return renamed[zone] ?? zone;
}

/** IANA names without a slash that name a place. The others (EST, CET, PST8PDT, ...) are offsets in disguise. */
export const placesWithoutSlash: ReadonlySet<string> = new Set(
  (
    'UTC GMT Cuba Egypt Eire GB GB-Eire Greenwich Hongkong Iceland Iran Israel Jamaica Japan Kwajalein Libya Navajo ' +
    'NZ NZ-CHAT Poland Portugal PRC ROC ROK Singapore Turkey UCT Universal W-SU Zulu'
  )
    .toLowerCase()
    .split(' '),
);

/** Well-known zones, the likeliest first. The order decides between equal hits. */
export const commonZones: readonly string[] = [
  ...['America/New_York', 'Europe/London', 'Asia/Kolkata', 'America/Los_Angeles', 'Europe/Berlin', 'America/Chicago'],
  ...['Asia/Tokyo', 'America/Sao_Paulo', 'Europe/Paris', 'Asia/Shanghai', 'Australia/Sydney', 'Asia/Singapore'],
  ...['America/Denver', 'Africa/Lagos', 'Europe/Moscow', 'Asia/Dubai', 'America/Toronto', 'America/Mexico_City'],
  ...['Europe/Istanbul', 'Africa/Johannesburg', 'Africa/Nairobi', 'Africa/Cairo', 'Asia/Jakarta', 'Asia/Karachi'],
  ...['Asia/Dhaka', 'America/Argentina/Buenos_Aires', 'America/Bogota', 'Asia/Seoul', 'Europe/Madrid', 'Europe/Rome'],
  ...['Europe/Kyiv', 'Europe/Warsaw', 'Europe/Amsterdam', 'Europe/Lisbon', 'Europe/Athens', 'Pacific/Auckland'],
  ...['America/Vancouver', 'America/Phoenix', 'America/Anchorage', 'Pacific/Honolulu', 'America/Halifax'],
  ...['America/St_Johns', 'America/Santiago', 'America/Lima', 'America/Caracas', 'Asia/Manila', 'Asia/Bangkok'],
  ...['Asia/Ho_Chi_Minh', 'Asia/Hong_Kong', 'Asia/Taipei', 'Asia/Kathmandu', 'Asia/Colombo', 'Asia/Tehran'],
  ...['Asia/Jerusalem', 'Asia/Riyadh', 'Asia/Kabul', 'Asia/Tashkent', 'Asia/Yangon', 'Asia/Almaty', 'Asia/Baku'],
  ...['Africa/Casablanca', 'Africa/Accra', 'Africa/Algiers', 'Australia/Brisbane', 'Australia/Adelaide'],
  ...['Australia/Perth', 'Australia/Darwin', 'Australia/Melbourne', 'Europe/Dublin', 'Europe/Zurich', 'Europe/Vienna'],
  ...['Europe/Brussels', 'Europe/Stockholm', 'Europe/Copenhagen', 'Europe/Oslo', 'Europe/Helsinki', 'Europe/Prague'],
  ...['Europe/Budapest', 'Europe/Bucharest', 'Europe/Sofia', 'Europe/Belgrade', 'Europe/Zagreb', 'Europe/Vilnius'],
  ...['America/Edmonton', 'America/Winnipeg', 'America/Manaus', 'America/Panama', 'America/Noronha', 'America/Nuuk'],
  ...['Asia/Yekaterinburg', 'Asia/Vladivostok', 'Asia/Novosibirsk', 'Asia/Makassar', 'Asia/Jayapura', 'UTC'],
  ...['Atlantic/Azores', 'Atlantic/Canary', 'Pacific/Fiji', 'Pacific/Guam', 'Pacific/Noumea', 'Pacific/Tongatapu'],
  ...['Pacific/Pago_Pago', 'Pacific/Kiritimati', 'Pacific/Chatham', 'Pacific/Marquesas', 'Australia/Lord_Howe'],
];

/** One well-known zone for each part of the world, the most-used offsets first; the first 24 leave no hour of the day out. */
export const worldSpread: readonly string[] = [
  ...['America/New_York', 'Europe/Berlin', 'Asia/Kolkata', 'Europe/London', 'America/Los_Angeles', 'Asia/Shanghai'],
  ...['America/Sao_Paulo', 'Asia/Tokyo', 'Europe/Moscow', 'America/Chicago', 'Australia/Sydney', 'Asia/Dubai'],
  ...['Africa/Cairo', 'America/Denver', 'Asia/Jakarta', 'Pacific/Auckland', 'Asia/Karachi', 'America/Halifax'],
  ...['Asia/Dhaka', 'Pacific/Honolulu', 'America/Anchorage', 'Atlantic/Azores', 'Pacific/Noumea', 'Pacific/Pago_Pago'],
  ...['America/Noronha', 'Pacific/Tongatapu', 'Asia/Kathmandu', 'Asia/Tehran', 'America/St_Johns', 'Asia/Kabul'],
  ...['Asia/Yangon', 'Australia/Adelaide', 'Pacific/Kiritimati', 'Pacific/Chatham', 'Pacific/Marquesas'],
];

/** Where a language is spoken when its locale names no single country (ISO 3166 codes). */
export const sharedLocales: Readonly<Record<string, readonly string[]>> = {
  'es-419': ['MX', 'CO', 'AR', 'PE', 'VE', 'CL'],
  ar: ['EG', 'SA', 'AE', 'MA'],
  en: ['US', 'GB', 'IN'],
};

/** Words for countries that differ from the English names in ICU. */
export const countryWords: Readonly<Record<string, string>> = {
  ...{ us: 'US', usa: 'US', america: 'US', 'united states of america': 'US', uk: 'GB', 'great britain': 'GB' },
  ...{ britain: 'GB', england: 'GB', scotland: 'GB', wales: 'GB', 'northern ireland': 'GB', uae: 'AE', holland: 'NL' },
  ...{ korea: 'KR', turkey: 'TR', 'czech republic': 'CZ', 'hong kong': 'HK', macau: 'MO', burma: 'MM', brasil: 'BR' },
  ...{ deutschland: 'DE', espana: 'ES', italia: 'IT', 'ivory coast': 'CI', congo: 'CD', drc: 'CD', bosnia: 'BA' },
  ...{ myanmar: 'MM', palestine: 'PS', 'east timor': 'TL', swaziland: 'SZ', macedonia: 'MK', bharat: 'IN', nz: 'NZ' },
};

/** Big cities, states and provinces without a zone of their own name. */
export const placesByZone: Readonly<Record<string, string>> = {
  'America/New_York':
    'new york city,nyc,washington,washington dc,boston,philadelphia,atlanta,miami,orlando,baltimore,pittsburgh,' +
    'charlotte,raleigh,cleveland,columbus,florida,massachusetts,pennsylvania,virginia,north carolina,eastern time',
  'America/Chicago':
    'dallas,houston,austin,san antonio,minneapolis,new orleans,kansas city,st louis,milwaukee,nashville,memphis,' +
    'texas,illinois,minnesota,wisconsin,central time',
  'America/Denver': 'salt lake city,albuquerque,colorado springs,colorado,utah,new mexico,mountain time',
  'America/Phoenix': 'tucson,arizona',
  'America/Los_Angeles':
    'san francisco,sf,la,seattle,san diego,san jose,sacramento,oakland,las vegas,portland,silicon valley,bay area,' +
    'california,washington state,oregon,nevada,pacific time',
  'America/Anchorage': 'alaska,fairbanks',
  'Pacific/Honolulu': 'hawaii',
  'America/Toronto': 'montreal,ottawa,quebec,ontario,hamilton ontario',
  'America/Vancouver': 'victoria,british columbia',
  'America/Edmonton': 'calgary,alberta',
  'America/Winnipeg': 'manitoba',
  'America/Halifax': 'nova scotia',
  'America/St_Johns': 'newfoundland',
  'America/Costa_Rica': 'san jose',
  'America/Mexico_City': 'guadalajara,puebla,cdmx',
  'America/Sao_Paulo': 'rio de janeiro,rio,brasilia,belo horizonte,curitiba,porto alegre,salvador',
  'America/Bogota': 'medellin,cali',
  'Europe/London': 'manchester,birmingham,edinburgh,glasgow,cardiff,leeds,bristol,liverpool,oxford,cambridge',
  'Europe/Dublin': 'cork',
  'Europe/Berlin':
    'munich,munchen,muenchen,hamburg,cologne,koln,koeln,frankfurt,stuttgart,dusseldorf,leipzig,dresden,nuremberg',
  'Europe/Paris': 'lyon,marseille,toulouse,lille,nice,bordeaux,nantes',
  'Europe/Madrid': 'barcelona,valencia,seville,bilbao,malaga',
  'Europe/Lisbon': 'porto',
  'Europe/Rome': 'milan,milano,naples,turin,florence,bologna,venice',
  'Europe/Zurich': 'geneva,basel,bern,lausanne',
  'Europe/Amsterdam': 'rotterdam,utrecht,the hague,eindhoven',
  'Europe/Brussels': 'antwerp,ghent',
  'Europe/Warsaw': 'krakow,cracow,wroclaw,gdansk,poznan,lodz',
  'Europe/Prague': 'brno',
  'Europe/Vienna': 'graz,salzburg,linz',
  'Europe/Stockholm': 'gothenburg,malmo',
  'Europe/Kyiv': 'kiev,lviv,kharkiv,odesa,odessa,dnipro',
  'Europe/Moscow': 'saint petersburg,st petersburg,sochi,kazan',
  'Europe/Istanbul': 'ankara,izmir',
  'Europe/Bucharest': 'cluj',
  'Europe/Athens': 'thessaloniki',
  'Asia/Kolkata':
    'mumbai,bombay,delhi,new delhi,bangalore,bengaluru,chennai,hyderabad,pune,ahmedabad,jaipur,kerala,calcutta',
  'Asia/Karachi': 'lahore,islamabad,rawalpindi',
  'Asia/Dhaka': 'chittagong',
  'Asia/Kathmandu': 'katmandu',
  'Asia/Yangon': 'rangoon',
  'Asia/Ho_Chi_Minh': 'saigon,hanoi,da nang',
  'Asia/Shanghai': 'beijing,peking,shenzhen,guangzhou,chengdu,hangzhou,wuhan,nanjing,xian',
  'Asia/Tokyo': 'osaka,kyoto,yokohama,nagoya,sapporo,fukuoka',
  'Asia/Seoul': 'busan',
  'Asia/Jakarta': 'bandung,surabaya,java',
  'Asia/Makassar': 'bali,denpasar',
  'Asia/Manila': 'cebu,davao,quezon city',
  'Asia/Dubai': 'abu dhabi,sharjah',
  'Asia/Riyadh': 'jeddah,mecca',
  'Asia/Jerusalem': 'tel aviv,haifa',
  'Africa/Lagos': 'abuja,kano',
  'Africa/Johannesburg': 'cape town,durban,pretoria',
  'Africa/Nairobi': 'mombasa',
  'Africa/Cairo': 'alexandria,giza',
  'Africa/Casablanca': 'rabat,marrakesh',
  'Australia/Sydney': 'canberra,new south wales,nsw',
  'Australia/Melbourne': 'victoria',
  'Australia/Brisbane': 'queensland,gold coast',
  'Pacific/Auckland': 'wellington,christchurch',
};

export interface Abbreviation {
  /** Minutes east of UTC; null for names like ET, which mean whatever the region's clocks show. */
  offset: number | null;
  /** Zones whose clocks show it for at least part of the year, the likeliest first. */
  zones: readonly string[];
}

const newYork = ['America/New_York', 'America/Toronto', 'America/Detroit'];
const chicago = ['America/Chicago', 'America/Winnipeg'];
const denver = ['America/Denver', 'America/Edmonton'];
const losAngeles = ['America/Los_Angeles', 'America/Vancouver'];
const halifax = ['America/Halifax'];
const sydney = ['Australia/Sydney', 'Australia/Melbourne'];
const athens = ['Europe/Athens', 'Europe/Helsinki', 'Europe/Bucharest', 'Europe/Kyiv', 'Europe/Sofia'];
const berlin = [
  ...['Europe/Berlin', 'Europe/Paris', 'Europe/Madrid', 'Europe/Rome', 'Europe/Amsterdam', 'Europe/Warsaw'],
  ...['Europe/Zurich', 'Europe/Vienna', 'Europe/Brussels', 'Europe/Stockholm', 'Europe/Copenhagen', 'Europe/Oslo'],
];

/** Several entries mean that the same letters stand for different clocks. Lower-case keys. */
export const abbreviations: Readonly<Record<string, readonly Abbreviation[]>> = {
  utc: [{ offset: 0, zones: ['UTC'] }],
  gmt: [{ offset: 0, zones: ['UTC'] }],
  z: [{ offset: 0, zones: ['UTC'] }],
  et: [{ offset: null, zones: newYork }],
  est: [{ offset: -300, zones: [...newYork, 'America/Panama', 'America/Jamaica'] }],
  edt: [{ offset: -240, zones: newYork }],
  ct: [{ offset: null, zones: chicago }],
  cst: [
    { offset: -360, zones: [...chicago, 'America/Mexico_City', 'America/Costa_Rica'] },
    { offset: 480, zones: ['Asia/Shanghai', 'Asia/Taipei'] },
  ],
  cdt: [{ offset: -300, zones: chicago }],
  mt: [{ offset: null, zones: denver }],
  mst: [{ offset: -420, zones: [...denver, 'America/Phoenix'] }],
  mdt: [{ offset: -360, zones: denver }],
  pt: [{ offset: null, zones: losAngeles }],
  pst: [{ offset: -480, zones: losAngeles }],
  pdt: [{ offset: -420, zones: losAngeles }],
  akst: [{ offset: -540, zones: ['America/Anchorage'] }],
  akdt: [{ offset: -480, zones: ['America/Anchorage'] }],
  hst: [{ offset: -600, zones: ['Pacific/Honolulu'] }],
  ast: [
    { offset: -240, zones: [...halifax, 'America/Puerto_Rico'] },
    { offset: 180, zones: ['Asia/Riyadh', 'Asia/Baghdad'] },
  ],
  adt: [{ offset: -180, zones: halifax }],
  nst: [{ offset: -210, zones: ['America/St_Johns'] }],
  ndt: [{ offset: -150, zones: ['America/St_Johns'] }],
  brt: [{ offset: -180, zones: ['America/Sao_Paulo', 'America/Fortaleza'] }],
  bst: [
    { offset: 60, zones: ['Europe/London'] },
    { offset: 360, zones: ['Asia/Dhaka'] },
  ],
  wet: [{ offset: 0, zones: ['Europe/Lisbon', 'Atlantic/Canary'] }],
  west: [{ offset: 60, zones: ['Europe/Lisbon', 'Atlantic/Canary'] }],
  cet: [{ offset: 60, zones: berlin }],
  cest: [{ offset: 120, zones: berlin }],
  eet: [{ offset: 120, zones: [...athens, 'Africa/Cairo'] }],
  eest: [{ offset: 180, zones: [...athens, 'Africa/Cairo'] }],
  msk: [{ offset: 180, zones: ['Europe/Moscow'] }],
  trt: [{ offset: 180, zones: ['Europe/Istanbul'] }],
  wat: [{ offset: 60, zones: ['Africa/Lagos'] }],
  cat: [{ offset: 120, zones: ['Africa/Maputo', 'Africa/Harare'] }],
  eat: [{ offset: 180, zones: ['Africa/Nairobi', 'Africa/Addis_Ababa'] }],
  sast: [{ offset: 120, zones: ['Africa/Johannesburg'] }],
  gst: [{ offset: 240, zones: ['Asia/Dubai'] }],
  irst: [{ offset: 210, zones: ['Asia/Tehran'] }],
  pkt: [{ offset: 300, zones: ['Asia/Karachi'] }],
  ist: [
    { offset: 330, zones: ['Asia/Kolkata'] },
    { offset: 60, zones: ['Europe/Dublin'] },
    { offset: 120, zones: ['Asia/Jerusalem'] },
  ],
  npt: [{ offset: 345, zones: ['Asia/Kathmandu'] }],
  ict: [{ offset: 420, zones: ['Asia/Bangkok', 'Asia/Ho_Chi_Minh'] }],
  wib: [{ offset: 420, zones: ['Asia/Jakarta'] }],
  sgt: [{ offset: 480, zones: ['Asia/Singapore'] }],
  hkt: [{ offset: 480, zones: ['Asia/Hong_Kong'] }],
  pht: [{ offset: 480, zones: ['Asia/Manila'] }],
  awst: [{ offset: 480, zones: ['Australia/Perth'] }],
  jst: [{ offset: 540, zones: ['Asia/Tokyo'] }],
  kst: [{ offset: 540, zones: ['Asia/Seoul'] }],
  acst: [{ offset: 570, zones: ['Australia/Adelaide', 'Australia/Darwin'] }],
  acdt: [{ offset: 630, zones: ['Australia/Adelaide'] }],
  aest: [{ offset: 600, zones: [...sydney, 'Australia/Brisbane'] }],
  aedt: [{ offset: 660, zones: sydney }],
  nzst: [{ offset: 720, zones: ['Pacific/Auckland'] }],
  nzdt: [{ offset: 780, zones: ['Pacific/Auckland'] }],
};
