import './look/tokens.css';
import './look/base.css';
import './look/shell.css';
import './look/tile.css';
import './look/figures.css';
import './look/states.css';
import './look/narrow.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';

const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
