/** Datasets: what an upload has to hold, and where its files go. */
package dev.modeldock.datasets;
