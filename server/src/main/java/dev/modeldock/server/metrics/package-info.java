/** Figures for Prometheus, and for those who speak as it does. */
package dev.modeldock.server.metrics;
