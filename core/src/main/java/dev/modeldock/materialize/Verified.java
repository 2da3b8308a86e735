package dev.modeldock.materialize;

import java.util.List;

/**
 * What reading a version again has shown.
 *
 * @param damaged paths of files that are not what they were, or are gone; a thousand at most are named
 */
public record Verified(int files, long bytes, int damagedFiles, List<String> damaged) {}
