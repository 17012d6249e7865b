import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Product, Which } from '../../playground/product.ts';

/** For `preloads`. */
export const recordModules = new URL('./record-modules.ts', import.meta.url).href;

/** What the process has loaded in its present life: packages by name, files of the product by their path (`src/main.ts`), Node's own with `node:`. */
export function loadedModules(product: Product, which: Which): Set<string> {
  const addresses = readFileSync(join(product.folder, `modules-${product.pid(which)}.txt`), 'utf8')
    .trim()
    .split('\n');
  return new Set(addresses.map(nameOf));
}

function nameOf(address: string): string {
  const inPackage = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(address)?.[1];
  return inPackage ?? /\/(src\/.*)$/.exec(address)?.[1] ?? address;
}
