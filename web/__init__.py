"""The pages: server-rendered HTML, the pictures and files that it names, and the TypeScript client in `client/`."""
