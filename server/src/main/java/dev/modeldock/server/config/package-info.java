/** What the operator can set: one table of keys, read from flags, environment, file and defaults. */
package dev.modeldock.server.config;
