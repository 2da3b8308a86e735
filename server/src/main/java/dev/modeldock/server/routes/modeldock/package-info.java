/** The dock's own routes below {@code /v1}: models, keys, health. */
package dev.modeldock.server.routes.modeldock;
