import 'maplibre-gl/dist/maplibre-gl.css';
import './styles/base.css';
import './styles/layout.css';
import './styles/controls.css';
import './styles/map.css';
import './styles/reading.css';
import { render } from 'preact';
import { App } from './app.tsx';
import { bindAddress } from './state/address.ts';
import { followScreen } from './state/screen.ts';
import { startRequests } from './state/store.ts';

followScreen();
bindAddress();
startRequests();
const root = document.getElementById('app')!;
root.textContent = '';
render(<App />, root);
