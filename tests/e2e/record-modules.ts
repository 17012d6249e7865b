/** Preloaded into the product: writes down the address of every module that is resolved, as it happens, in the folder that the process runs in. */
import { appendFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

registerHooks({
  resolve(specifier, context, next) {
    const resolved = next(specifier, context);
    appendFileSync(`modules-${process.pid}.txt`, `${resolved.url}\n`);
    return resolved;
  },
});
