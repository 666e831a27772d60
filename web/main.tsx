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
import { prepareMap } from './map/district-map.ts';
import { bindAddress } from './state/address.ts';
import { bindPlace, isExploring } from './state/place.ts';
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
if (isExploring.peek()) prepareMap();
