import { createRoot } from 'react-dom/client';
import { App } from '#web/shell/app.tsx';
import { keepFocus } from '#web/shell/keep-focus.ts';
import '#web/style/base.css';
import '#web/style/shell.css';
import '#web/style/parts.css';
import '#web/style/pages.css';
import '#web/style/motion.css';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no place for the page.');
keepFocus(root);
createRoot(root).render(<App />);
