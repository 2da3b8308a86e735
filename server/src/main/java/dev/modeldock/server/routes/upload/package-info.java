/** The routes below {@code /v1/upload}: requests to sources, and their tasks. */
package dev.modeldock.server.routes.upload;
