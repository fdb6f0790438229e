export interface paths {
  "/api/version": {
    get: { responses: { 200: { content: { "application/json": { release: string } } } } };
  };
}
export interface components {
  schemas: Record<never, never>;
}
