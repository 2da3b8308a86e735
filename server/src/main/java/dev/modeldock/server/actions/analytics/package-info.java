/** Looks at the labels of a dataset: tables, graphs, images with boxes, what is wrong, and a correction of it. */
package dev.modeldock.server.actions.analytics;
