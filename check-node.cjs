// Plain JavaScript on purpose: an older Node cannot even read our TypeScript, and would say so in a way that helps nobody.
// Usage: node check-node.cjs FILE [ARG ...]   runs FILE when this Node is new enough.
const { enableCompileCache } = require('node:module');
const { resolve } = require('node:path');
const { pathToFileURL } = require('node:url');

const wanted = 24;
const [major] = process.versions.node.split('.').map(Number);
if (major < wanted) {
  process.stderr.write(
    `Confab needs Node ${wanted} or newer, and this is Node ${process.versions.node}: install Node ${wanted} (nodejs.org), or run "npm ci" with development packages, which brings its own.\n`,
  );
  process.exit(1);
}
// Compiled code is kept between starts (in the folder for temporary files), so that the second one takes about half as long.
enableCompileCache();
process.argv.splice(1, 1);
process.argv[1] = resolve(process.argv[1]);
import(pathToFileURL(process.argv[1]).href);
