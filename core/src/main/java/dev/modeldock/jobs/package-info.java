/** Durable background work: one table, one state machine, bounded workers, live progress. */
package dev.modeldock.jobs;
