import './punkt';
import './app.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { pageLanguage } from './messages/language.svelte';
import { workOffline } from './offline';

await pageLanguage.begin();
mount(App, { target: document.getElementById('app') as HTMLElement });
if (import.meta.env.PROD) workOffline();
