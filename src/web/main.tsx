import { createRoot } from 'react-dom/client';
import { App } from '#web/shell/app.tsx';
import { keepFocus } from '#web/shell/keep-focus.ts';
import { takeWanted } from '#web/shell/wanted.ts';
import '#web/style/base.css';
import '#web/style/shell.css';
import '#web/style/parts.css';
import '#web/style/pages.css';
import '#web/style/motion.css';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no place for the page.');
// Whoever has just signed in comes here, and goes on to the page they wanted.
if (window.location.pathname === '/signed-in') window.history.replaceState(null, '', takeWanted());
keepFocus(root);
createRoot(root).render(<App />);
