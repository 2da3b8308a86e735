/** The log: one line an event on standard error, behind slf4j. */
package dev.modeldock.server.logs;
