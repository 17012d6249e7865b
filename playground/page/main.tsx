import { createRoot } from 'react-dom/client';
import { Playground } from './shell/playground.tsx';
import './style/shell.css';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no place for the page.');
createRoot(root).render(<Playground />);
