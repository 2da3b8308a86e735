package dev.modeldock.datasets;

/**
 * What stands in a list, and at which place.
 *
 * @param key what it is sorted by: a text, or milliseconds
 * @param seq tells equal keys apart
 */
public record Listed<T>(T item, Object key, long seq) {}
