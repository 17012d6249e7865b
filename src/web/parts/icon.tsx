/** Small pictures beside words, never instead of them: screen readers do not see them. Each is one path on a 24 by 24 grid. */

const paths = {
  brand:
    'M4 8a3 3 0 0 1 3-3h6a3 3 0 0 1 3 3v3a3 3 0 0 1-3 3H9.500L6 17v-3.200A3 3 0 0 1 4 11zM19 9.500c1.200.4 2 1.500 2 2.700v3a2.900 2.900 0 0 1-2 2.700V21l-3.500-3H12',
  home: 'M4 11.500 12 5l8 6.500M6 10v9h12v-9M10 19v-5h4v5',
  plus: 'M12 5v14M5 12h14',
  calendar: 'M5 6h14v13H5zM5 10h14M9 4v4M15 4v4',
  hand: 'M12 20c-4.500-3.200-7.500-6-7.500-9.400A3.900 3.900 0 0 1 12 8.700a3.900 3.900 0 0 1 7.500 1.900C19.500 14 16.500 16.800 12 20z',
  chart: 'M5 20V11M12 20V5M19 20v-6',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM5 20c.6-3.600 3.400-5.500 7-5.500s6.400 1.900 7 5.500',
  offline:
    'M4 4l16 16M8.500 8.600A11 11 0 0 0 4.500 11M12 7.500c3 0 5.600 1.300 7.500 3.500M8 14.500a6 6 0 0 1 6-1.300M12 18.500h.01',
  clock: 'M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM12 8v4l3 2',
  check: 'M5 12.500 10 17l9-10',
  cross: 'M6 6l12 12M18 6 6 18',
  video: 'M4 7h10v10H4zM14 11l6-3v8l-6-3',
  search: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16 16l4 4',
  left: 'M14.500 6 8.500 12l6 6',
  right: 'M9.500 6l6 6-6 6',
  bell: 'M6 16v-5a6 6 0 0 1 12 0v5l1.500 2h-15zM10 20.500h4',
  alert: 'M12 4 3 19.500h18zM12 10v4.500M12 17h.01',
  list: 'M5 7h14M5 12h14M5 17h14',
  copy: 'M9 9h10v11H9zM15 9V4H5v11h4',
  hourglass: 'M7 4h10M7 20h10M8 4c0 4 3 5.500 4 8-1 2.500-4 4-4 8M16 4c0 4-3 5.500-4 8 1 2.500 4 4 4 8',
  live: 'M12 14a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM7.500 16.500a6.400 6.400 0 0 1 0-9M16.500 7.500a6.400 6.400 0 0 1 0 9',
  none: 'M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM6.500 6.500l11 11',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
