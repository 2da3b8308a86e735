/** The routes below {@code /api/public}: import sessions, dock status, exports. */
package dev.modeldock.server.routes.dock;
