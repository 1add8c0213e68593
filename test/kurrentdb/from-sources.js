// Lets Node run TypeScript sources that import each other as '.js', as they are after the build: `node --import ./from-sources.js`.
import { registerHooks } from 'node:module';

registerHooks({
  resolve(specifier, context, next) {
    if (!specifier.startsWith('.') || !context.parentURL?.endsWith('.ts')) return next(specifier, context);
    return next(specifier.replace(/\.js$/, '.ts'), context);
  },
});
