package dev.modeldock.access;

import java.util.List;

/** A part of a list of keys, newest first, and how many there are in all. */
public record KeyPage(List<Key> items, long total) {}
