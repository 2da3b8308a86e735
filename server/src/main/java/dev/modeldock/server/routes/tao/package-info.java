/** The routes below {@code /api/v1}: the TAO Toolkit API 5.0.0. */
package dev.modeldock.server.routes.tao;
