declare module 'virtual:punkt-tokens.css';
