// No validator: it would be asked at an outside address.
window.SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#docs",
  deepLinking: true,
  docExpansion: "none",
  filter: true,
  tagsSorter: undefined,
  tryItOutEnabled: true,
  validatorUrl: null,
});
