/** How much there is, and how much is done: figures for those who watch over the dock. */
package dev.modeldock.statistics;
