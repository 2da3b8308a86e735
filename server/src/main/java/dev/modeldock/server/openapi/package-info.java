/**
 * The API described in OpenAPI 3.1, and a page to browse it. The description is kept by hand in YAML, a file for each topic,
 * in the resources of this package; {@code openapi.yaml} there tells the shorthands that it is written in.
 */
package dev.modeldock.server.openapi;
