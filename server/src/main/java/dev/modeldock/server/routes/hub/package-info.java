/** The routes by which unmodified clients of Hugging Face read from the dock and push to it. */
package dev.modeldock.server.routes.hub;
