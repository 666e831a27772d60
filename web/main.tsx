import './styles/maplibre.css';
import './styles/base.css';
import './styles/layout.css';
import './styles/controls.css';
import './styles/map.css';
import './styles/compare.css';
import './styles/reading.css';
import './styles/access.css';
import { render } from 'preact';
import { AccessGate } from './access/access-gate.tsx';
import { App } from './app.tsx';
import { bindAddress } from './state/address.ts';
import { bindPlace } from './state/place.ts';
import { followScreen } from './state/screen.ts';
import { startRequests } from './state/store.ts';

followScreen();
bindAddress();
bindPlace();
const root = document.getElementById('app')!;
root.textContent = '';
render(
  <AccessGate onSignedIn={startRequests}>
    <App />
  </AccessGate>,
  root,
);
